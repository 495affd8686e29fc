import { pathAndQuery, type ArmRequest } from "../../azure/armRequest";

/** A request as text for display. */
export function requestText(request: ArmRequest, endpoint: string): string {
  const line = `${request.method} ${endpoint}${pathAndQuery(request)}`;
  return request.body === undefined ? line : `${line}\n${JSON.stringify(request.body, null, 2)}`;
}
