package io.mailhelm.config;

/**
 * The limits of the store's volume, and the shares of what it keeps for users and domains.
 *
 * @param reserve octets of the volume that no new message may use, so that on a full disk mail can
 *     still be deleted and deliveries settled
 * @param waitingPerUser the most octets of one user's messages that wait for other servers at once,
 *     with what the store writes for them; more: 452 4.3.1
 * @param queuePerUserPercent the share of {@link ServerLimits#queue} that one user's deliveries may
 *     take while there are other users, 1 to 100; more: 452 4.3.1
 * @param queuePerDomainPercent the share of {@link ServerLimits#queue} that the deliveries of one
 *     of our domains may take while there are other domains, 1 to 100; more: 452 4.3.1
 */
public record StorageLimits(
    long reserve, long waitingPerUser, int queuePerUserPercent, int queuePerDomainPercent) {
  /** The limits of a MailDomain that declares none; the schema's defaults are the same. */
  public static final StorageLimits DEFAULT = new StorageLimits(64L << 20, 1L << 30, 25, 50);

  private static final int WHOLE = 100;

  public StorageLimits {
    Bounds.check("storage.reserve", reserve);
    Bounds.check("storage.waitingPerUser", waitingPerUser);
    percent("storage.queuePerUserPercent", queuePerUserPercent);
    percent("storage.queuePerDomainPercent", queuePerDomainPercent);
  }

  private static void percent(String name, int value) {
    if (value < 1 || value > WHOLE) {
      throw new IllegalArgumentException("%s must be 1 to %d".formatted(name, WHOLE));
    }
  }
}
