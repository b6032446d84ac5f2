package io.mailhelm.smtp.api;

/**
 * The ports really bound, for whoever asked for port 0. Ready when {@code StartupEvent} observers
 * of a lower priority than this module's ({@code APPLICATION}) run, and after {@code Quarkus.run}'s
 * application has begun.
 */
public interface BoundPorts {
  /** Of the management API. */
  int management();

  /** Of the mail API. */
  int mailApi();

  /** Of probes and metrics. */
  int probes();
}
