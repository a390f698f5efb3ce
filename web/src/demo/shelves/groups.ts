/** The shelves of the shop; each holds some of its categories. */
export const groups = ["all", "digital", "appliance", "food", "wear", "life"] as const;

export type Group = (typeof groups)[number];

const shelves: Record<string, Group> = {
  phone: "digital",
  audio: "digital",
  kitchen_appliance: "appliance",
  home_appliance: "appliance",
  large_appliance: "appliance",
  home: "appliance",
  dairy: "food",
  fruit: "food",
  shoes: "wear",
  clothing: "wear",
};

export function groupOf(category: string): Group {
  return shelves[category] ?? "life";
}
