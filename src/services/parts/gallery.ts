import { armPath, pathOfId, type ArmRequest } from "../../azure/armRequest";
import { valueAt, type JsonValue } from "../../base/json";
import { canonicalId } from "../../azure/resourceId";
import type { LiveResource, LiveRow, Parents, WalkList } from "../source";

/** The oldest version with soft delete is 2024-03-03. */
export const galleryApiVersion = "2025-03-03";

const galleryType = "microsoft.compute/galleries";
const definitionType = "microsoft.compute/galleries/images";

/** Path of a gallery's soft-delete setting. */
export const softDeletePolicy = ["properties", "softDeletePolicy", "isSoftDeleteEnabled"];

function galleriesRequest(subscriptionId: string): ArmRequest {
  const path = armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Compute/galleries`;
  return { method: "GET", path, apiVersion: galleryApiVersion };
}

/** A gallery or a resource below it, by id. */
export function galleryRequest(id: string): ArmRequest {
  return { method: "GET", path: pathOfId(id), apiVersion: galleryApiVersion };
}

/** Whether deleted versions of the gallery can be recovered; false without a policy. */
export function isSoftDeleteOn(gallery: JsonValue | undefined): boolean {
  return valueAt(gallery, softDeletePolicy) === true;
}

/** Image definitions in galleries with soft delete. */
export const softDeletingDefinitions: Parents = {
  types: [galleryType, definitionType],
  columns: { softDelete: "tobool(properties.softDeletePolicy.isSoftDeleteEnabled)" },
  select: definitionsIn,
  walk: [galleriesOf, definitionsOf],
};

function galleriesOf(subscriptionId: string): WalkList {
  return { request: galleriesRequest(subscriptionId), admits: isSoftDeleteOn };
}

function definitionsOf(gallery: LiveResource): WalkList {
  return { request: galleryRequest(`${gallery.id}/images`) };
}

/** Undefined where Resource Graph doesn't report any gallery's soft-delete setting. */
function definitionsIn(rows: readonly LiveRow[]): readonly LiveResource[] | undefined {
  const galleries = rows.filter(({ type }) => type === galleryType);
  const says = ({ raw }: LiveRow): boolean => (raw["softDelete"] ?? null) !== null;
  if (galleries.length > 0 && !galleries.some(says)) {
    return undefined;
  }
  // A computed boolean may come back as a number.
  const isOn = ({ raw }: LiveRow): boolean => raw["softDelete"] === true || raw["softDelete"] === 1;
  const on = new Set(galleries.filter(isOn).map(({ id }) => canonicalId(id)));
  return rows.filter(
    ({ type, id }) =>
      type === definitionType && on.has(canonicalId(id.replace(/\/images\/[^/]+\/*$/i, ""))),
  );
}
