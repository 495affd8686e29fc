import { expect, it } from "vitest";
import { isNationalCloud } from "../../../src/azure/nationalCloud";

it.each([
  ["https://management.usgovcloudapi.net", true],
  ["https://management.usgovcloudapi.net/", true],
  ["https://management.chinacloudapi.cn", true],
  ["HTTPS://Management.ChinaCloudApi.CN:443/", true],
  ["https://management.azure.com", false],
  ["https://management.local.azurestack.external", false],
  ["https://management.usgovcloudapi.net.example", false],
  ["https://example/management.chinacloudapi.cn", false],
  ["management.usgovcloudapi.net", false],
  ["", false],
])("whether %j is a national cloud: %s", (endpoint, expected) => {
  expect(isNationalCloud(endpoint)).toBe(expected);
});
