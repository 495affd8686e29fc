import type { Person, RoleAssignment, Tenant } from "../scenario";

export const contoso: Tenant = {
  id: "11111111-1111-4111-8111-111111111111",
  displayName: "Contoso",
  defaultDomain: "contoso.example",
};

export const fabrikam: Tenant = {
  id: "22222222-2222-4222-8222-222222222222",
  displayName: "Fabrikam",
  defaultDomain: "fabrikam.example",
};

export const northwind: Tenant = {
  id: "33333333-3333-4333-8333-333333333333",
  displayName: "Northwind",
  defaultDomain: "northwind.example",
  demandsMfa: true,
};

export const dana: Person = {
  id: "da0ada0a-0000-4000-8000-00000000da0a",
  username: "dana@contoso.example",
  displayName: "Dana Demo",
  homeTenantId: contoso.id,
  guestOf: [fabrikam.id, northwind.id],
};

/** Dana in a role, on the whole subscription or on one resource group. */
export function danaAs(role: string, resourceGroup?: string): RoleAssignment {
  return {
    username: dana.username,
    role,
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  };
}
