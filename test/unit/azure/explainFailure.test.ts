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
    [{ kind: "noAnswer" }, "Can't reach Azure. Check the network or proxy, then try again."],
    [{ kind: "notSent", message: "Sign in first." }, "Sign in first."],
    [
      { kind: "notSent", message: "" },
      "Nothing was sent to Azure. See the log for the reason, then try again.",
    ],
    [
      { kind: "notSent", message: "connect ECONNREFUSED 127.0.0.1:443" },
      "Sign-in failed, so nothing was sent to Azure: connect ECONNREFUSED 127.0.0.1:443. Check the network or proxy, then try again.",
    ],
    [{ kind: "notSent", message: "先登录。" }, "先登录。"],
    [
      { kind: "unreadable", message: "expected JSON", correlationId },
      `Azure sent an unexpected response: expected JSON (correlation id ${correlationId}). Try again, or see the log for the request.`,
    ],
    [
      {
        status: 401,
        code: "Unauthorized",
        message: "Operation cannot be completed without additional 3 VMs AZ quota.",
      },
      "Azure refused the request: Operation cannot be completed without additional 3 VMs AZ quota (code Unauthorized).",
    ],
    [
      { status: 401, ...known },
      `Azure didn't accept your sign-in. Sign in again, then retry. Azure says: ${said}`,
    ],
    [
      { status: 403, ...known },
      `You don't have permission to do this. Ask an owner of the subscription. Azure says: ${said}`,
    ],
    [
      { status: 403, correlationId },
      `You don't have permission to do this. Ask an owner of the subscription. Azure says: The message (correlation id ${correlationId}).`,
    ],
    [
      { status: 403, message: "status 403" },
      "The request was blocked before it reached Azure, for example by a proxy (status 403). Ask your network administrator to allow it, then try again.",
    ],
    [
      { status: 407, message: "status 407" },
      "A proxy requires sign-in (status 407), so nothing reached Azure. Set its user name and password in the setting http.proxy (for example, http://name:password@proxy:8080), or ask your network administrator.",
    ],
    [
      { status: 404, ...known },
      `Azure can't find this resource. Refresh to see whether it still exists. Azure says: ${said}`,
    ],
    [
      { status: 503, ...known },
      `The Azure service reported an internal error. Try again in a few minutes. Azure says: ${said}`,
    ],
    [{ status: 409, ...known }, `Azure refused the request: ${said}`],
    [{ status: 409 }, "Azure refused the request: The message."],
    [{ status: 409, code: "Odd", message: "Odd" }, "Azure refused the request: code Odd."],
    [{ status: 409, message: "" }, "Azure refused the request: status 409."],
    [{ message: '{"a":1}' }, "Azure refused the request: no reason given."],
    [
      { status: 400, message: '{"error":{"code":"X","message":"The sku\\nis wrong."}}' },
      "Azure refused the request: The sku is wrong.",
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
      'You don\'t have the permission "Microsoft.KeyVault/locations/deletedVaults/purge/action" at scope "/subscriptions/s". Ask an owner of that scope to assign you a role that includes this permission.',
    );
  });

  it("is cut where Azure's message is very long, and keeps what identifies it", () => {
    const text = explainFailure(refused({ status: 400, message: "x".repeat(5000), ...known }));
    expect(text).toMatch(
      /^Azure refused the request: x{159}… \(code Odd, correlation id 4f5e1c3a-[-0]+\)\.$/,
    );
  });
});
