package io.mailhelm.config;

/**
 * The limits of the store's volume.
 *
 * @param reserve octets of the volume that no new message may use, so that on a full disk mail can
 *     still be deleted and deliveries settled
 * @param waitingPerUser the most octets of one user's messages that wait for other servers at once;
 *     more: 452 4.3.1
 */
public record StorageLimits(long reserve, long waitingPerUser) {
  /** The limits of a MailDomain that declares none; the schema's defaults are the same. */
  public static final StorageLimits DEFAULT = new StorageLimits(64L << 20, 1L << 30);

  public StorageLimits {
    Bounds.check("storage.reserve", reserve);
    Bounds.check("storage.waitingPerUser", waitingPerUser);
  }
}
