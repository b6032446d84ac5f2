package io.mailhelm.config;

/** Why a resource is refused or noted, in the CamelCase of a Kubernetes condition's reason. */
public enum Reason {
  /** The text is not YAML, or not an object. */
  Unreadable,
  /** An apiVersion or kind that is not one of ours. */
  UnknownKind,
  /** Two resources of one kind, namespace and name. */
  DuplicateResource,
  /** A field that no schema has. */
  UnknownField,
  /** A value of the wrong type, or outside its enum, pattern or range. */
  InvalidValue,
  /** A required field is missing. */
  MissingField,
  /** Two fields that exclude each other, or one that needs another. */
  InvalidCombination,
  /** A field that would change after creation. */
  ImmutableField,
  /** A restricting field that this version does not act on. */
  NotActedOn,
  /** A field without effect on this platform or in this version. */
  NoEffect,
  /** Another MailDomain would have to grant it, and does not. */
  NotGranted,
  /** The named MailDomain does not exist. */
  DomainNotFound,
  /** The named SendPolicy does not exist. */
  SendPolicyNotFound,
  /** The named resource is refused, and says why itself: this is a consequence, not a cause. */
  ReferenceRefused,
  /** The named Secret does not exist. */
  SecretNotFound,
  /** The named Secret is being made, by Mailhelm or by the issuer of a certificate. */
  SecretPending,
  /** A certificate is requested where nothing can issue one. */
  IssuerNotFound,
  /** Records are to be published where nothing can publish any. */
  PublisherNotFound,
  /** The Secret exists, but the key in it is missing, empty or unusable. */
  SecretKeyInvalid,
  /** A key that some verifiers ignore as too short. */
  WeakKey,
  /** An older resource has this address or alias. */
  AddressConflict,
  /** The mailbox to take over belongs to a user, is of another domain, or is unknown. */
  MailboxConflict,
  /** An older MailDomain has this domain. */
  DomainConflict,
  /** An older MailDomain has this host name, or it is one of those below another's domain. */
  HostnameConflict,
  /** Something that only an administrator may decide. */
  NotAllowed,
  /** A Secret of the name to generate exists and is not ours. */
  SecretConflict,
  /**
   * The API server refuses an object that is made for it, because of a quota or an admission
   * policy.
   */
  WriteRefused,
  /** An object of the name to make exists and is not ours. */
  ObjectConflict,
  /** Two listeners on one port. */
  PortConflict,
  /** {@code replicas} over 1 without a database. */
  DatabaseRequired,
  /** {@code serverRef} to a MailDomain without {@code server}, or in a chain. */
  ServerRefInvalid,
  /** A MailDomain that hosts others is gone or refused. */
  HasHostedDomains,
  /** More servers than one process can be. */
  TooManyServers,
  /** A policy governs no user. */
  SelectsNobody,
  /** Several policies claim a user. */
  AmbiguousPolicy,
  /** A shard is full: its newest user is refused. */
  ShardFull,
  /** The declaration triggers a bug of this program. */
  InternalError
}
