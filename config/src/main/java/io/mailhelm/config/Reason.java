package io.mailhelm.config;

/** Why a resource is refused or noted, in the CamelCase of a Kubernetes condition's reason. */
public enum Reason {
  /** The text is no YAML, or no object. */
  Unreadable,
  /** An apiVersion or kind that is not one of ours. */
  UnknownKind,
  /** Two resources of one kind, namespace and name. */
  DuplicateResource,
  /** A field no schema has. */
  UnknownField,
  /** A value of the wrong type, or outside its enum, pattern or range. */
  InvalidValue,
  /** A field that must be there is not. */
  MissingField,
  /** Two fields that exclude each other, or one that needs another. */
  InvalidCombination,
  /** A field that would change after creation. */
  ImmutableField,
  /** A restricting field that this version does not act on. */
  NotActedOn,
  /** A field without effect on this platform or in this version. */
  NoEffect,
  /** Another MailDomain would have to allow it, and does not. */
  NotGranted,
  /** The MailDomain named is not there. */
  DomainNotFound,
  /** The SendPolicy named is not there. */
  SendPolicyNotFound,
  /** What is named is refused itself, and says why: a consequence, not a cause. */
  ReferenceRefused,
  /** The Secret named is not there. */
  SecretNotFound,
  /** The Secret named is being made: by Mailhelm, or by the issuer of a certificate. */
  SecretPending,
  /** An issuer of certificates is asked for where nothing can issue any. */
  IssuerNotFound,
  /** Records are to be published where nothing can publish any. */
  PublisherNotFound,
  /** The Secret is there, the key in it is not, or is empty or unusable. */
  SecretKeyInvalid,
  /** A key that some verifiers pass over as too short. */
  WeakKey,
  /** An older resource has this address or alias. */
  AddressConflict,
  /** The mailbox to take over is somebody's, of another domain, or not known. */
  MailboxConflict,
  /** An older MailDomain has this domain. */
  DomainConflict,
  /** An older MailDomain has this host name, or it is one of those below another's domain. */
  HostnameConflict,
  /** Something that only an administrator decides. */
  NotAllowed,
  /** A Secret of the name to generate exists and is not ours. */
  SecretConflict,
  /** The API server does not take what is made for it: a quota, an admission policy. */
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
  /** What is declared meets a fault of this program. */
  InternalError
}
