import { apiManagement } from "./apiManagement";
import { appConfiguration } from "./appConfiguration";
import { appService } from "./appService";
import { automation } from "./automation";
import { backupInstance } from "./backupInstance";
import { backupVault } from "./backupVault";
import { cognitiveServices } from "./cognitiveServices";
import { computeGallery } from "./computeGallery";
import { cosmosDb } from "./cosmosDb";
import { cosmosDbSoftDeleted } from "./cosmosDbSoftDeleted";
import { keyVault } from "./keyVault";
import { logAnalytics } from "./logAnalytics";
import { machineLearning } from "./machineLearning";
import { managedHsm } from "./managedHsm";
import { recoveryServicesVault } from "./recoveryServicesVault";
import { sqlDatabase } from "./sqlDatabase";
import { sqlServer } from "./sqlServer";
import { storage } from "./storage";
import { synapseSqlPool } from "./synapseSqlPool";
import type { SoftDeleteService } from "./service";

/**
 * All known services, in the order of the tree. A new service is one file in this folder and one
 * line here.
 */
export const services: readonly SoftDeleteService[] = [
  cognitiveServices,
  keyVault,
  managedHsm,
  apiManagement,
  appConfiguration,
  logAnalytics,
  machineLearning,
  computeGallery,
  storage,
  appService,
  sqlServer,
  sqlDatabase,
  recoveryServicesVault,
  backupVault,
  backupInstance,
  cosmosDb,
  cosmosDbSoftDeleted,
  synapseSqlPool,
  automation,
];
