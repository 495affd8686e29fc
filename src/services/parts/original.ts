import { pathOfId } from "../../azure/armRequest";
import { parseResourceId } from "../../azure/resourceId";

/** The original resource of a deleted one. */
export interface Original {
  readonly resourceGroup: string;
  readonly name: string;
}

/**
 * Group and name from the original id; undefined where it isn't an id of a resource in a group.
 *
 * @throws UnusableNameError where the name can't be part of a URL, so that a later action doesn't
 *   fail.
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
