import { language } from "../../language/chosen";

/** What a customer is called: the id that the shop gave, or a short name for whoever has none. */
export function customerName(customer: string | null): string {
  const english = language.value === "en";
  if (customer === null) return english ? "Customer" : "客户";
  const visitor = /^visitor-([0-9a-f]{4})[0-9a-f]{12,}$/.exec(customer);
  return visitor === null ? customer : `${english ? "Visitor" : "访客"} ${visitor[1]}`;
}
