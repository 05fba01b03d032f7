// What the page calls each tool: a picture for its card, a verb for its receipt.

const ABILITIES = {
  archive_lead: ["close", "Archived"],
  cancel_follow_up: ["close", "Cancelled"],
  complete_follow_up: ["check", "Completed"],
  complete_task: ["check", "Completed"],
  create_contact: ["person", "Created"],
  create_deal: ["deal", "Created"],
  create_lead: ["person", "Created"],
  create_task: ["list", "Created"],
  log_interaction: ["note", "Logged"],
  reassign_lead: ["swap", "Reassigned"],
  reschedule_follow_up: ["clock", "Moved"],
  schedule_follow_up: ["calendar", "Scheduled"],
  undo_change: ["undo", "Taken back"],
  update_deal: ["deal", "Updated"],
  update_lead: ["pencil", "Updated"],
};

export const pictureOf = (tool) => ABILITIES[tool]?.[0] ?? "note";
export const verbOf = (tool) => ABILITIES[tool]?.[1] ?? "Done";
