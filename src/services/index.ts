import { apiManagement } from "./apiManagement";
import { appConfiguration } from "./appConfiguration";
import { cognitiveServices } from "./cognitiveServices";
import { computeGallery } from "./computeGallery";
import { cosmosDb } from "./cosmosDb";
import { cosmosDbSoftDeleted } from "./cosmosDbSoftDeleted";
import { keyVault } from "./keyVault";
import { logAnalytics } from "./logAnalytics";
import { machineLearning } from "./machineLearning";
import { managedHsm } from "./managedHsm";
import { backupInstance } from "./backupInstance";
import { backupVault } from "./backupVault";
import { recoveryServicesVault } from "./recoveryServicesVault";
import { sqlDatabase } from "./sqlDatabase";
import { sqlServer } from "./sqlServer";
import { synapseSqlPool } from "./synapseSqlPool";
import { storage } from "./storage";
import { appService } from "./appService";
import { automation } from "./automation";
import type { SoftDeleteService } from "./service";

/** Every service the product knows. Adding one is one file beside this and one line here. */
export const services: readonly SoftDeleteService[] = [
  cognitiveServices,
  keyVault,
  computeGallery,
  apiManagement,
  appConfiguration,
  managedHsm,
  logAnalytics,
  machineLearning,
  recoveryServicesVault,
  backupVault,
  backupInstance,
  sqlServer,
  sqlDatabase,
  synapseSqlPool,
  storage,
  appService,
  automation,
  cosmosDb,
  cosmosDbSoftDeleted,
];
