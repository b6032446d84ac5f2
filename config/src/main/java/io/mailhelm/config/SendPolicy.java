package io.mailhelm.config;

import java.util.List;
import java.util.Objects;

/**
 * The rules for what the users that it governs may send.
 *
 * @param name {@code metadata.name} of the SendPolicy
 * @param domain {@code metadata.name} of its MailDomain
 * @param allowedClients the addresses from which these users may log in; empty: any
 * @param from the addresses that they may use as sender, in MAIL FROM and in the From field
 * @param allow further addresses ({@code name@domain}) or whole domains ({@code @domain}) they may
 *     send as
 * @param suspended whether nobody that it governs may send
 * @param routes the routes of their mail to others, the first that matches; none: the recipient's
 *     MX
 * @param delivery how its delivery is attempted
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
  /** The addresses that a user may use as sender. */
  public enum From {
    /** The user's address and aliases. */
    OwnAddresses,
    /** Any address of the user's domain. */
    OwnDomain,
    /** Any address at all. */
    Any
  }

  /** The policy for users that no policy governs. */
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
