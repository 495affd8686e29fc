import { day, hours } from "../retention";
import type { SubscriptionState } from "../subscriptionState";
import { sqlOf, type SqlParent } from "./sqlState";

function parent(type: SqlParent["type"], name: string): SqlParent {
  return {
    type,
    name,
    resourceGroup: "rg-platform",
    location: "swedencentral",
    thereAt: 0,
    databases: [],
    dropped: [],
  };
}

/** A soft-deleted server, and databases dropped from a server and a managed instance. */
export function seedSql(subscription: SubscriptionState): void {
  const sql = sqlOf(subscription);
  const now = subscription.time.now();
  const createdAt = now - 200 * day;
  const [shop, instance, old] = [
    parent("servers", "sql-shop-platform"),
    parent("managedInstances", "sqlmi-platform"),
    parent("servers", "sql-platform"),
  ];
  const serverless = { name: "GP_S_Gen5", tier: "GeneralPurpose", family: "Gen5", capacity: 1 };
  const twice = { name: "sqldb-twice", createdAt, keptDays: 7, sku: serverless };
  shop.dropped.push(
    {
      name: "sqldb-platform",
      createdAt,
      droppedAt: now - 3 * day,
      keptDays: 7,
      sku: serverless,
      tags: { team: "shop" },
      redundancy: "Zone",
      idWithoutTicks: true,
    },
    {
      name: "sqldb-pooled",
      createdAt,
      droppedAt: now - hours(5),
      keptDays: 14,
      sku: { name: "ElasticPool", tier: "Standard", capacity: 0 },
    },
    { ...twice, droppedAt: now - 2 * day },
    { ...twice, createdAt: now - 2 * day + hours(1), droppedAt: now - hours(30) },
  );
  instance.dropped.push({
    name: "midb-platform",
    createdAt,
    droppedAt: now - day,
    keptDays: 7,
  });
  old.retentionDays = 7;
  old.dropped.push({
    name: "sqldb-old",
    createdAt,
    droppedAt: now - 2 * day,
    keptDays: 7,
    sku: { name: "Standard", tier: "Standard", capacity: 10 },
  });
  sql.parents.push(shop, instance);
  sql.deletedServers.add(old, now - 2 * day, 7 * day);
}
