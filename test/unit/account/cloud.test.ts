import { describe, expect, it } from "vitest";
import { refuseCloudOfWorkspace, toCloud, type CloudSettings } from "../../../src/account/cloud";

// As in @azure/ms-rest-azure-env 2.0.0.
const publicCloud: CloudSettings = {
  name: "AzureCloud",
  isCustomCloud: false,
  portalUrl: "https://portal.azure.com",
  managementEndpointUrl: "https://management.core.windows.net",
  resourceManagerEndpointUrl: "https://management.azure.com/",
  activeDirectoryEndpointUrl: "https://login.microsoftonline.com/",
};

describe("toCloud", () => {
  it("maps the public cloud", () => {
    expect(toCloud(publicCloud)).toEqual({
      name: "AzureCloud",
      isPublic: true,
      armEndpoint: "https://management.azure.com",
      scope: "https://management.core.windows.net/.default",
      portalUrl: "https://portal.azure.com",
      authorityHost: "https://login.microsoftonline.com",
      isCustom: false,
    });
  });

  it("gives the same whether the addresses end in slashes or not", () => {
    const withSlashes = {
      ...publicCloud,
      portalUrl: "https://portal.azure.com//",
      managementEndpointUrl: "https://management.core.windows.net/",
      resourceManagerEndpointUrl: "https://management.azure.com",
      activeDirectoryEndpointUrl: "https://login.microsoftonline.com",
    };
    expect(toCloud(withSlashes)).toEqual(toCloud(publicCloud));
  });

  it("does not take a sovereign or a custom cloud for the public one", () => {
    expect(toCloud({ ...publicCloud, name: "AzureChinaCloud" }).isPublic).toBe(false);
    expect(toCloud({ ...publicCloud, isCustomCloud: true })).toMatchObject({
      isPublic: false,
      isCustom: true,
    });
  });

  it("keeps a path and a port of a custom endpoint", () => {
    const cloud = toCloud({
      ...publicCloud,
      resourceManagerEndpointUrl: "https://localhost:8443/arm/",
    });
    expect(cloud.armEndpoint).toBe("https://localhost:8443/arm");
  });

  it.each(["http://localhost:8443/", "localhost", ""])("refuses %j as an endpoint", (address) => {
    expect(() => toCloud({ ...publicCloud, resourceManagerEndpointUrl: address })).toThrow(
      /isn't an HTTPS address\.$/,
    );
  });
});

describe("refuseCloudOfWorkspace", () => {
  const foreign = { resourceManagerEndpointUrl: "https://evil.example" };

  it.each([
    ["environment", { environment: { workspaceValue: "custom" } }],
    ["environment", { environment: { workspaceFolderValue: "custom" } }],
    ["customEnvironment", { customEnvironment: { workspaceValue: foreign } }],
    ["customEnvironment", { customEnvironment: { workspaceFolderValue: foreign } }],
  ])("refuses a custom cloud whose %s is from %j", (name, settings) => {
    expect(() => refuseCloudOfWorkspace("custom", settings)).toThrow(
      `A custom Azure cloud can be set only in your user settings. Move ${name} there from the workspace settings.`,
    );
  });

  it("takes a custom cloud of the person's or the machine's settings", () => {
    const settings = {
      environment: { globalValue: "custom", workspaceValue: undefined },
      customEnvironment: { globalValue: foreign, workspaceValue: undefined },
      absent: undefined,
    };
    expect(() => refuseCloudOfWorkspace("custom", settings)).not.toThrow();
  });

  it.each(["ChinaCloud", "USGovernment", "", undefined])(
    "lets a workspace choose %j, whose endpoints are Microsoft's",
    (environment) => {
      const settings = {
        environment: { workspaceValue: environment },
        customEnvironment: { workspaceValue: foreign },
      };
      expect(() => refuseCloudOfWorkspace(environment, settings)).not.toThrow();
    },
  );
});
