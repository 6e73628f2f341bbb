/**
 * Names of EventStoreDB's options, from `ClusterVNodeOptions.cs` of github.com/EventStore/EventStore (the names alone); its environment variables are these in upper
 * case with `_` between the words, behind `EVENTSTORE_`.
 */
export const eventStoreDbOptions: ReadonlySet<string> = new Set(
  `AdvertiseHostToClientAs AdvertiseNodePortToClientAs AllowAnonymousEndpointAccess AllowAnonymousStreamAccess AllowUnknownOptions AuthenticationConfig AuthenticationType
  AuthorizationConfig AuthorizationType CachedChunks CertificateFile CertificatePassword CertificatePrivateKeyFile CertificatePrivateKeyPassword
  CertificateReservedNodeCommonName CertificateStoreLocation CertificateStoreName CertificateSubjectName CertificateThumbprint ChunksCacheSize ChunkSize ClusterDns
  ClusterGossipPort ClusterSize CommitTimeoutMs Config ConnectionPendingSendBytesThreshold ConnectionQueueSizeThreshold Db DbLogFormat DeadMemberRemovalPeriodSec
  DefaultAdminPassword DefaultOpsPassword Dev DisableAdminUi DisableFirstLevelHttpAuthorization DisableGossipOnHttp DisableHttpCaching DisableLogFile
  DisableScavengeMerging DisableStatsOnHttp DiscoverViaDns EnableAtomPubOverHttp EnableTrustedAuth EnableUnixSocket FaultOutOfOrderProjections
  GossipAllowedDifferenceMs GossipIntervalMs GossipSeed GossipTimeoutMs HashCollisionReadLimit Help Index IndexCacheDepth IndexCacheSize InitializationThreads
  Insecure KeepAliveInterval KeepAliveTimeout LeaderElectionTimeoutMs Log LogConfig LogConsoleFormat LogFailedAuthenticationAttempts LogFileInterval
  LogFileRetentionCount LogFileSize LogHttpRequests LogLevel MaxAppendSize MaxAutoMergeIndexLevel MaxMemTableSize MaxTruncation MemDb MinFlushDelayMs NodeHostAdvertiseAs
  NodeIp NodePort NodePortAdvertiseAs NodePriority OverrideAnonymousEndpointAccessForGossip PrepareTimeoutMs ProjectionCompilationTimeout ProjectionExecutionTimeout
  ProjectionsQueryExpiry ProjectionThreads ReaderThreadsCount ReadOnlyReplica ReduceFileCachePressure RemoveDevCerts ReplicationHeartbeatInterval
  ReplicationHeartbeatTimeout ReplicationHostAdvertiseAs ReplicationIp ReplicationPort ReplicationTcpPortAdvertiseAs RunProjections ScavengeBackendCacheSize
  ScavengeBackendPageSize ScavengeHashUsersCacheCapacity ScavengeHistoryMaxAge SkipDbVerify SkipIndexScanOnReads SkipIndexVerify StartStandardProjections
  StatsPeriodSec StatsStorage StreamExistenceFilterSize StreamInfoCacheCapacity TelemetryOptout TrustedRootCertificatesPath TrustedRootCertificateStoreLocation
  TrustedRootCertificateStoreName TrustedRootCertificateSubjectName TrustedRootCertificateThumbprint UnsafeAllowSurplusNodes UnsafeDisableFlushToDisk
  UseIndexBloomFilters Version WhatIf WorkerThreads WriteStatsToDb WriteThrough WriteTimeoutMs`
    .split(/\s+/)
    .map((name) => `EVENTSTORE_${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}`),
)
