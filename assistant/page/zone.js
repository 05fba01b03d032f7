// Between ISO times with an offset and the clock of a <input type="datetime-local"> in a named time zone.

/** `2026-03-10T14:00:00Z` as the wall clock shows it in `zone`: `2026-03-10T10:00`. */
export function toWallClock(iso, zone) {
  return new Date(Date.parse(iso) + offsetMinutes(new Date(iso), zone) * 60_000).toISOString().slice(0, 16);
}

/** The other way: the wall clock's `2026-03-10T10:00` in `zone`, with its offset. */
export function fromWallClock(wall, zone) {
  const asUtc = new Date(`${wall}:00Z`);
  const guess = new Date(asUtc - offsetMinutes(asUtc, zone) * 60_000);
  return `${wall}:00${written(offsetMinutes(guess, zone))}`;
}

function offsetMinutes(instant, zone) {
  const options = { timeZone: zone, timeZoneName: "longOffset" };
  const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(instant);
  const name = parts.find((part) => part.type === "timeZoneName").value;
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  return found ? Number(`${found[1]}1`) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

function written(minutes) {
  const two = (number) => String(number).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
