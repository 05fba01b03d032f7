// What becomes of the conversation's cards in other windows and in the terminal: GET /chat/{session_id}/events.

const WAITS = [1000, 3000, 10_000, 30_000]; // milliseconds before a stream that broke off is opened again
const AFTER_ITS_TIME = 1000;

/** Call `heard({name, value})` for each event of a conversation until the function that is returned is called. */
export function follow(api, sessionId, heard) {
  const leaving = new AbortController();
  listen(api, sessionId, heard, leaving.signal);
  return () => leaving.abort();
}

async function listen(api, sessionId, heard, signal) {
  for (let broken = 0; !signal.aborted; broken += 1) {
    const isOpen = await read(api, sessionId, (event) => { broken = -1; heard(event); }, signal).catch(() => true);
    if (!isOpen) return; // it is gone, or somebody else's, or the sign-in has run out
    await pause(broken < 0 ? AFTER_ITS_TIME : WAITS[Math.min(broken, WAITS.length - 1)], signal);
  }
}

// Read one stream to its end; false where it is not to be had.
async function read(api, sessionId, heard, signal) {
  const response = await api.events(sessionId, signal);
  if (!response.ok) return response.status >= 500 || response.status === 429;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done && !signal.aborted; part = await reader.read()) {
    const frames = (text + part.value).split("\n\n");
    text = frames.pop();
    frames.map(eventOf).filter(Boolean).forEach(heard);
  }
  return true;
}

function eventOf(frame) {
  const data = frame.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
  return data ? JSON.parse(data) : null;
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
