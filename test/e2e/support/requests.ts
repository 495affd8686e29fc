import { changesAzure, type RecordedRequest } from "../../simulator/recordedRequest";
import type { Simulator } from "../../simulator/simulator";

/** What changes something in Azure, in order of arrival. */
export function writes({ requests }: Simulator): readonly RecordedRequest[] {
  return requests.filter(changesAzure);
}

/** The writes in a form that reads well in an assertion: method and the end of the path. */
export function writesTo(simulator: Simulator, segments = 2): readonly string[] {
  return writes(simulator).map(
    ({ method, path }) => `${method} ${path.split("/").slice(-segments).join("/")}`,
  );
}
