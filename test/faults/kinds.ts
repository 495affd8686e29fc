import type { FaultEffect } from "../simulator/fault";
import type { NetworkFault } from "./network";

/** What goes wrong, and who makes it go wrong. */
export type Strike =
  /** Azure, or what is between: the next request of the moment, or every one from then on. */
  | { readonly by: "azure"; readonly effect: FaultEffect; readonly times?: number }
  /** The same with the address of a host that is none of Azure's. */
  | { readonly by: "stranger"; readonly effect: (address: string) => FaultEffect }
  /** The network, from just before the moment's request. */
  | { readonly by: "network"; readonly fault: NetworkFault }
  /** The sign-in, from just before the moment's request. */
  | { readonly by: "signIn"; readonly what: "expires" | "signsOut" | "isAsked" | "answers" }
  /** The clocks differ from the beginning: Azure's is ahead by so many seconds. */
  | { readonly by: "clock"; readonly ahead: number };

export interface Kind {
  /** For the table. */
  readonly title: string;
  readonly strike: Strike;
}

function status(
  code: number,
  name: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): FaultEffect {
  return {
    kind: "status",
    status: code,
    code: name,
    message,
    ...(headers === undefined ? {} : { headers }),
  };
}

function once(effect: FaultEffect): Strike {
  return { by: "azure", effect, times: 1 };
}

function always(effect: FaultEffect): Strike {
  return { by: "azure", effect };
}

// Codes and sentences as published: learn.microsoft.com/azure/azure-resource-manager/troubleshooting
const unauthorized = status(401, "InvalidAuthenticationToken", "The access token is invalid.");
const timeout = status(408, "RequestTimeout", "The request did not complete in the allotted time.");
const throttled = "The request is being throttled.";
const throttledFor = status(429, "SubscriptionRequestsThrottled", throttled, {
  "Retry-After": "7",
});
const throttledSomehow = status(429, "TooManyRequests", throttled);
const failing = status(500, "InternalServerError", "The server encountered an error.");
const badGateway: FaultEffect = {
  kind: "body",
  status: 502,
  text: "<html><head><title>502 Bad Gateway</title></head></html>",
  contentType: "text/html",
};
const busy = status(503, "ServerBusy", "The server is busy.", { "Retry-After": "3" });
const gatewayTimeout = status(
  504,
  "GatewayTimeout",
  "The gateway did not receive a response from 'Microsoft.KeyVault' within the specified time period.",
);
const anHour = new Date(Date.now() + 3_600_000).toUTCString();

/** In the order of the table. */
export const kinds = {
  "401 once": { title: "401, once", strike: once(unauthorized) },
  "401": { title: "401, every time", strike: always(unauthorized) },
  "403": {
    title: "403",
    strike: always(
      status(
        403,
        "AuthorizationFailed",
        "The client 'dana@contoso.example' with object id 'da0a' does not have authorization to perform action 'Microsoft.Some/thing/action' over scope '/subscriptions/aaaa' or the scope is invalid. If access was recently granted, please refresh your credentials.",
      ),
    ),
  },
  "404": { title: "404", strike: always(status(404, "NotFound", "It was not found.")) },
  "408 once": { title: "408, once", strike: once(timeout) },
  "408": { title: "408, every time", strike: always(timeout) },
  "409": {
    title: "409",
    strike: always(status(409, "Conflict", "Another operation is in progress.")),
  },
  "412": {
    title: "412",
    strike: always(status(412, "PreconditionFailed", "The precondition given was not met.")),
  },
  "429 after once": { title: "429 with Retry-After, once", strike: once(throttledFor) },
  "429 after": { title: "429 with Retry-After, every time", strike: always(throttledFor) },
  "429 once": { title: "429 without Retry-After, once", strike: once(throttledSomehow) },
  "429": { title: "429 without Retry-After, every time", strike: always(throttledSomehow) },
  "500 once": { title: "500, once", strike: once(failing) },
  "500": { title: "500, every time", strike: always(failing) },
  "502 once": { title: "502 with an HTML page, once", strike: once(badGateway) },
  "502": { title: "502 with an HTML page, every time", strike: always(badGateway) },
  "503 once": { title: "503, once", strike: once(busy) },
  "503": { title: "503, every time", strike: always(busy) },
  "504 once": { title: "504, once", strike: once(gatewayTimeout) },
  "504": { title: "504, every time", strike: always(gatewayTimeout) },
  refused: { title: "connection refused", strike: { by: "network", fault: "refused" } },
  "reset before once": {
    title: "connection reset before Azure accepts the request, once",
    strike: once({ kind: "reset", when: "before" }),
  },
  "reset before": {
    title: "connection reset before Azure accepts the request, every time",
    strike: always({ kind: "reset", when: "before" }),
  },
  "reset after once": {
    title: "connection reset after Azure accepts the request, once",
    strike: once({ kind: "reset", when: "after" }),
  },
  "reset after": {
    title: "connection reset after Azure accepts the request, every time",
    strike: always({ kind: "reset", when: "after" }),
  },
  hang: { title: "no answer, once", strike: once({ kind: "hang", when: "after" }) },
  tls: { title: "TLS: an untrusted certificate", strike: { by: "network", fault: "tls" } },
  dns: { title: "DNS: the host name isn't found", strike: { by: "network", fault: "dns" } },
  empty: { title: "an empty body", strike: always({ kind: "body", text: "" }) },
  "truncated once": {
    title: "a truncated body, once",
    strike: once({ kind: "changed", truncated: true }),
  },
  truncated: {
    title: "a truncated body, every time",
    strike: always({ kind: "changed", truncated: true }),
  },
  "half JSON": {
    title: "half of a JSON text, in a complete response",
    strike: always({ kind: "body", text: '{"value":[{"id":"/subscr' }),
  },
  html: {
    title: "the sign-in page of a guest network",
    strike: always({
      kind: "body",
      status: 200,
      text: "<html><body>Welcome to the guest network</body></html>",
      contentType: "text/html",
    }),
  },
  "other type": {
    title: "the right body as text/plain",
    strike: always({ kind: "changed", contentType: "text/plain" }),
  },
  "50 MB": {
    title: "a body of 50 MB",
    strike: once({ kind: "changed", padding: 50 * 1024 * 1024 }),
  },
  "nextLink loop": {
    title: "a nextLink back to the same page",
    strike: always({ kind: "changed", members: { nextLink: "{url}" } }),
  },
  "nextLink elsewhere": {
    title: "a nextLink to another host",
    strike: {
      by: "stranger",
      effect: (address) => ({ kind: "changed", members: { nextLink: `${address}/next` } }),
    },
  },
  "polling elsewhere": {
    title: "a polling address on another host",
    strike: {
      by: "stranger",
      effect: (address) => ({
        kind: "changed",
        headers: {
          Location: `${address}/operations/1`,
          "Azure-AsyncOperation": `${address}/operations/1`,
        },
      }),
    },
  },
  "no polling address": {
    title: "accepted, without a polling address",
    strike: once({ kind: "withoutHeaders", names: ["Location", "Azure-AsyncOperation"] }),
  },
  "polling for ever": {
    title: "polling that never ends",
    strike: always({
      kind: "status",
      status: 202,
      headers: { "Retry-After": "300" },
    }),
  },
  "retry tomorrow": {
    title: "429 with a Retry-After date an hour ahead (clock skew)",
    strike: always(status(429, "TooManyRequests", throttled, { "Retry-After": anHour })),
  },
  "clock ahead": { title: "Azure's clock a day ahead", strike: { by: "clock", ahead: 86_400 } },
  "clock behind": { title: "Azure's clock a day behind", strike: { by: "clock", ahead: -86_400 } },
  expires: { title: "the token expires", strike: { by: "signIn", what: "expires" } },
  "signs out": { title: "sign-out", strike: { by: "signIn", what: "signsOut" } },
  "mfa declined": {
    title: "the tenant requires MFA, the person declines",
    strike: { by: "signIn", what: "isAsked" },
  },
  "mfa answered": {
    title: "the tenant requires MFA, the person completes it",
    strike: { by: "signIn", what: "answers" },
  },
} as const satisfies Record<string, Kind>;

export type KindId = keyof typeof kinds;

export const kindIds = Object.keys(kinds) as readonly KindId[];

export function kindOf(id: KindId): Kind {
  return kinds[id];
}
