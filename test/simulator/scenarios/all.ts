import type { Scenario } from "../scenario";
import { contosoFriday } from "./contosoFriday";
import { demo } from "./demo";
import { everyService } from "./everyService";
import { foundryGone } from "./foundryGone";
import { hostileNames, manyDeletedVaults, nothingDeleted, signedOutNobody } from "./forTests";

/** The scenarios another process can ask for by name. */
export const scenarios: readonly Scenario[] = [
  contosoFriday,
  demo,
  everyService,
  foundryGone,
  nothingDeleted,
  signedOutNobody,
  hostileNames,
  manyDeletedVaults(2000),
];
