package io.mailhelm.config;

/**
 * The shares of {@link ServerLimits#outboundConnections} for users and domains, so that slow hosts
 * do not make everyone wait.
 *
 * @param perUserPercent the share of all connections that one user's mail may hold while there are
 *     others, 1 to 100
 * @param perDomainPercent the share of all connections that the mail of one of our domains may hold
 *     while there are others, 1 to 100
 * @param reservePercent the share of all connections that is reserved for destinations which
 *     answered lately, for which users and domains may exceed their own share, 0 to 90
 */
public record OutboundLimits(int perUserPercent, int perDomainPercent, int reservePercent) {
  /** The limits of a MailDomain that declares none; the schema's defaults are the same. */
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
