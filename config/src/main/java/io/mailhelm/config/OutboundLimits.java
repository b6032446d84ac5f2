package io.mailhelm.config;

/**
 * How {@link ServerLimits#outboundConnections} are divided, so that slow hosts do not make everyone
 * wait.
 *
 * @param perUserPercent of all connections that one user's mail may hold where there are others, 1
 *     to 100
 * @param perDomainPercent of all connections that one of our domains' mail may hold where there are
 *     others, 1 to 100
 * @param reservePercent of all connections that only destinations which answered lately may use, to
 *     which users and domains may go beyond their share, 0 to 90
 */
public record OutboundLimits(int perUserPercent, int perDomainPercent, int reservePercent) {
  /** What a MailDomain that says nothing gets; the schema's defaults are these. */
  public static final OutboundLimits DEFAULT = new OutboundLimits(50, 75, 25);

  public OutboundLimits {
    percent("outbound.perUserPercent", perUserPercent, 1, 100);
    percent("outbound.perDomainPercent", perDomainPercent, 1, 100);
    percent("outbound.reservePercent", reservePercent, 0, 90);
  }

  private static void percent(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s must be %d to %d".formatted(name, least, most));
    }
  }
}
