package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules for what the users that it governs may send.
 *
 * @param name {@code metadata.name} of the SendPolicy
 * @param domain {@code metadata.name} of its MailDomain
 * @param allowedClients the addresses from which these users may log in; empty: any
 * @param from the addresses that they may use as sender, in MAIL FROM and in the From field
 * @param allow further addresses that they may send as
 * @param deny addresses that they may not send as, whatever else says so
 * @param suspended whether nobody that it governs may send
 * @param routes the routes of their mail to others, the first that matches; none: the recipient's
 *     MX
 * @param delivery how its delivery is attempted
 * @param limits how much they may send
 * @param recipients to whom they may send
 * @param warmUp the cap that grows from day to day; empty: none
 * @param reputation what happens when mail bounces or is complained about
 * @param content the checks of what they send
 * @param resumedAt when a person last said that it goes on: what became of mail before does not
 *     count for {@code reputation}; empty: nobody did
 */
public record SendPolicy(
    String name,
    String domain,
    List<Cidr> allowedClients,
    From from,
    List<AddressPattern> allow,
    List<AddressPattern> deny,
    boolean suspended,
    List<Route> routes,
    DeliveryRules delivery,
    SendLimits limits,
    RecipientRules recipients,
    Optional<WarmUp> warmUp,
    ReputationRules reputation,
    ContentRules content,
    Optional<Instant> resumedAt) {
  /** The addresses that a user may use as sender. */
  public enum From {
    /** The user's address and aliases. */
    OwnAddresses,
    /** Any address of the user's domain. */
    OwnDomain,
    /** Any address at all. */
    Any
  }

  /**
   * The policy for users that no policy governs. Its limits are beyond what people send, and below
   * what a stolen password is used for; nobody's mail is refused by them, it waits.
   */
  public static final SendPolicy DEFAULT =
      new SendPolicy(
          "default",
          "",
          List.of(),
          From.OwnAddresses,
          List.of(),
          List.of(),
          false,
          List.of(),
          DeliveryRules.DEFAULT,
          SendLimits.DEFAULT,
          RecipientRules.EVERYBODY,
          Optional.empty(),
          ReputationRules.NONE,
          ContentRules.OFF,
          Optional.empty());

  @JsonCreator
  public SendPolicy {
    Objects.requireNonNull(name);
    Objects.requireNonNull(domain);
    Objects.requireNonNull(from);
    allowedClients = List.copyOf(allowedClients);
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    routes = List.copyOf(routes);
    Objects.requireNonNull(delivery);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(recipients);
    Objects.requireNonNull(warmUp);
    Objects.requireNonNull(reputation);
    Objects.requireNonNull(content);
    Objects.requireNonNull(resumedAt);
  }

  /** A policy that limits neither how much is sent, nor to whom, nor what. */
  public SendPolicy(
      String name,
      String domain,
      List<Cidr> allowedClients,
      From from,
      List<AddressPattern> allow,
      boolean suspended,
      List<Route> routes,
      DeliveryRules delivery) {
    this(
        name,
        domain,
        allowedClients,
        from,
        allow,
        List.of(),
        suspended,
        routes,
        delivery,
        SendLimits.NONE,
        RecipientRules.EVERYBODY,
        Optional.empty(),
        ReputationRules.NONE,
        ContentRules.OFF,
        Optional.empty());
  }
}
