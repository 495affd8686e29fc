import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../src/azure/errors";
import { explainFailure } from "../../../src/azure/explainFailure";

const refused = (failure: Partial<ArmFailure>): ArmFailure => ({
  kind: "refused",
  method: "GET",
  path: "/subscriptions/s",
  message: "The message.",
  ...failure,
});
const correlationId = "4f5e1c3a-0000-0000-0000-000000000000";
const known = { code: "Odd", correlationId };
const said = `The message (code Odd, correlation id ${correlationId}).`;

describe("a failure in words", () => {
  it.each<[Partial<ArmFailure>, string]>([
    [
      { kind: "noAnswer" },
      "Azure could not be reached. Check the network or proxy, then try again.",
    ],
    [{ kind: "notSent", message: "Sign in first." }, "Sign in first."],
    [
      { kind: "notSent", message: "" },
      "Nothing was sent to Azure. The log says why; then try again.",
    ],
    [
      { kind: "notSent", message: "connect ECONNREFUSED 127.0.0.1:443" },
      "Nothing was sent to Azure, because the sign-in failed: connect ECONNREFUSED 127.0.0.1:443. Check the network or proxy, then try again.",
    ],
    [{ kind: "notSent", message: "先登录。" }, "先登录。"],
    [
      { kind: "unreadable", message: "not JSON", correlationId },
      `Azure's answer could not be read: not JSON (correlation id ${correlationId}). Try again; the log has the request.`,
    ],
    [
      { status: 401, ...known },
      `Azure did not accept the sign-in. Sign in again, then try once more. Azure says: ${said}`,
    ],
    [
      { status: 403, ...known },
      `Azure does not allow you to do this. Ask an owner of the subscription. Azure says: ${said}`,
    ],
    [
      { status: 403, correlationId },
      `Azure does not allow you to do this. Ask an owner of the subscription. Azure says: The message (correlation id ${correlationId}).`,
    ],
    [
      { status: 403, message: "status 403" },
      "Something on the way to Azure, such as a proxy, refused the request (status 403); the answer is not Azure's. Ask who runs the network to let it through, then try again.",
    ],
    [
      { status: 407, message: "status 407" },
      "A proxy on the way to Azure wants a sign-in of its own (status 407), so nothing reached Azure. Give its user name and password in the setting http.proxy, as in http://name:password@proxy:8080, or ask who runs the network; then try again.",
    ],
    [
      { status: 404, ...known },
      `Azure does not find it. It may be gone already; refresh to see. Azure says: ${said}`,
    ],
    [
      { status: 503, ...known },
      `The Azure service has a problem of its own. Try again in a few minutes. Azure says: ${said}`,
    ],
    [{ status: 409, ...known }, `Azure refused: ${said}`],
    [{ status: 409 }, "Azure refused: The message."],
    [{ status: 409, code: "Odd", message: "Odd" }, "Azure refused: code Odd."],
    [{ status: 409, message: "" }, "Azure refused: status 409."],
    [{ message: '{"a":1}' }, "Azure refused: no reason."],
    [
      { status: 400, message: '{"error":{"code":"X","message":"The sku\\nis wrong."}}' },
      "Azure refused: The sku is wrong.",
    ],
    [
      { status: 429, retryAfterSeconds: 12.2 },
      "Azure is limiting requests. Try again in 13 seconds.",
    ],
    [{ status: 429 }, "Azure is limiting requests. Try again in 60 seconds."],
  ])("of %j says what to do", (failure, expected) => {
    expect(explainFailure(refused(failure))).toBe(expected);
  });

  it("names a missing permission and its scope", () => {
    const message =
      "The client 'dana@contoso.example' with object id 'x' does not have authorization to perform action 'Microsoft.KeyVault/locations/deletedVaults/purge/action' over scope '/subscriptions/s' or the scope is invalid.";
    expect(explainFailure(refused({ status: 403, message }))).toBe(
      'The permission "Microsoft.KeyVault/locations/deletedVaults/purge/action" is missing at scope "/subscriptions/s". Ask an owner of that scope for a role that has it.',
    );
  });

  it("is cut where Azure's message is very long, and keeps what identifies it", () => {
    const text = explainFailure(refused({ status: 400, message: "x".repeat(5000), ...known }));
    expect(text).toMatch(/^Azure refused: x{159}… \(code Odd, correlation id 4f5e1c3a-[-0]+\)\.$/);
  });
});
