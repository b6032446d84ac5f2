package io.mailhelm.config;

import java.util.List;
import java.util.Objects;

/**
 * What the users it governs may send.
 *
 * @param name {@code metadata.name} of the SendPolicy
 * @param domain {@code metadata.name} of its MailDomain
 * @param allowedClients where these users may log in from; empty: anywhere
 * @param from which addresses they may send as, in MAIL FROM and in the From field
 * @param allow further addresses ({@code name@domain}) or whole domains ({@code @domain}) they may
 *     send as
 * @param suspended nobody it governs may send
 * @param routes where their mail to others goes out, the first that matches; none: the recipient's
 *     MX
 * @param delivery how that is tried
 */
public record SendPolicy(
    String name,
    String domain,
    List<Cidr> allowedClients,
    From from,
    List<String> allow,
    boolean suspended,
    List<Route> routes,
    DeliveryRules delivery) {
  /** Which addresses a user may send as. */
  public enum From {
    /** The user's address and aliases. */
    OwnAddresses,
    /** Any address of the user's domain. */
    OwnDomain,
    /** Any address at all. */
    Any
  }

  /** For users that no policy governs. */
  public static final SendPolicy DEFAULT =
      new SendPolicy(
          "default",
          "",
          List.of(),
          From.OwnAddresses,
          List.of(),
          false,
          List.of(),
          DeliveryRules.DEFAULT);

  public SendPolicy {
    Objects.requireNonNull(name);
    Objects.requireNonNull(domain);
    Objects.requireNonNull(from);
    allowedClients = List.copyOf(allowedClients);
    allow = List.copyOf(allow);
    routes = List.copyOf(routes);
    Objects.requireNonNull(delivery);
  }
}
