import { pathOfId } from "../../azure/armRequest";
import { parseResourceId } from "../../azure/resourceId";

/** The resource that a deleted one was. */
export interface Original {
  readonly resourceGroup: string;
  readonly name: string;
}

/**
 * Group and name from the id that Azure keeps of the resource as it was; undefined where that is
 * no id of a resource in a group.
 *
 * @throws UnusableNameError where no request could address it: better now than when somebody acts.
 */
export function originalOf(id: string | undefined): Original | undefined {
  const parsed = parseResourceId(id ?? "");
  const resourceGroup = parsed?.resourceGroup;
  const name = parsed?.resources.at(-1)?.name;
  if (resourceGroup === undefined || name === undefined) {
    return undefined;
  }
  pathOfId(`${resourceGroup}/${name}`);
  return { resourceGroup, name };
}
