package io.mailhelm.config;

/**
 * The bounds of the store's volume.
 *
 * @param reserve octets of the volume that no new message takes, so that mail can still be deleted
 *     and what waits be settled on a full disk
 * @param waitingPerUser octets of one user's messages that wait for other servers at once; more:
 *     452 4.3.1
 */
public record StorageLimits(long reserve, long waitingPerUser) {
  /** What a MailDomain that says nothing gets; the schema's defaults are these. */
  public static final StorageLimits DEFAULT = new StorageLimits(64L << 20, 1L << 30);

  public StorageLimits {
    Bounds.check("storage.reserve", reserve);
    Bounds.check("storage.waitingPerUser", waitingPerUser);
  }
}
