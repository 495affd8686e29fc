import { invalidRequestContent, locationRequired, type ArmResponse } from "./armResponse";
import { isJsonObject, textAt, type JsonObject } from "./json";
import type { RouteContext } from "./route";

/** What a PUT defines: Azure Resource Manager itself wants a JSON object that says where. */
export interface Definition {
  readonly body: JsonObject;
  readonly location: string;
}

/** What a request defines, or Azure Resource Manager's refusal of it. */
export function definitionIn({
  body,
}: RouteContext): Definition | { readonly refusal: ArmResponse } {
  if (!isJsonObject(body)) {
    return { refusal: invalidRequestContent() };
  }
  const location = textAt(body, "location");
  return location === undefined ? { refusal: locationRequired() } : { body, location };
}
