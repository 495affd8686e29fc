import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toWwwAuthenticate } from "../../../src/account/claimsChallenge";
import { toCredentialKind } from "../../../src/account/credentialKind";
import { readJwt } from "../../../src/account/jwt";
import { jwt } from "./fakes";

describe("readJwt", () => {
  it("reads expiry and tenant", () => {
    expect(readJwt(jwt({ exp: 1_700_000_000, tid: "t" }))).toEqual({
      expiresAt: 1_700_000_000_000,
      tenantId: "t",
    });
  });

  it.each([{}, { exp: "1" }, { exp: null, tid: 5 }, []])("leaves out what %j lacks", (payload) => {
    expect(readJwt(jwt(payload))).toEqual({});
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(readJwt(`${a}.${b}`)).toBeTypeOf("object");
      }),
    );
  });
});

describe("toWwwAuthenticate", () => {
  it("restores the header that the SDK decoded with atob", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (json) => {
        const original = Buffer.from(json, "utf8").toString("base64");
        const header = `Bearer error="insufficient_claims", claims="${original}"`;
        expect(toWwwAuthenticate(atob(original))).toBe(header);
      }),
    );
  });
});

describe("toCredentialKind", () => {
  it("takes anything unknown for vscode", () => {
    expect(toCredentialKind("azureCli")).toBe("azureCli");
    expect(["toString", undefined, 3, ""].map(toCredentialKind)).toEqual(Array(4).fill("vscode"));
  });
});
