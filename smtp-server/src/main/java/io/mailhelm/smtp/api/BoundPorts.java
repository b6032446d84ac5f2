package io.mailhelm.smtp.api;

/**
 * The ports that the APIs really listen on, which a configured port 0 does not say. Known once
 * {@code QuarkusApplication.run} is called.
 */
public interface BoundPorts {
  /** Of the management API. */
  int management();

  /** Of the mail API. */
  int mailApi();
}
