import type { Scenario } from "../scenario";
import { contosoFriday } from "./contosoFriday";
import { everyService } from "./everyService";

/** A Friday at Contoso, with one subscription more in which something of every service was deleted. */
export const demo: Scenario = {
  ...contosoFriday,
  name: "demo",
  subscriptions: [...contosoFriday.subscriptions, ...everyService.subscriptions],
};
