package io.mailhelm.smtp.api;

/**
 * The ports really bound, for whoever asked for port 0. Known once {@code QuarkusApplication.run}
 * is called.
 */
public interface BoundPorts {
  /** Of the management API. */
  int management();

  /** Of the mail API. */
  int mailApi();
}
