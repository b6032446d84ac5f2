package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.live.Directory;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.util.Optional;

/** Decides on whose behalf a request sends mail, and from which address. */
final class RequestSender {
  private static final String DEFAULT_LOCAL_PART = "noreply";

  private RequestSender() {}

  /**
   * @param user on whose behalf it is sent: whose policy counts, and whose mailbox gets what is
   *     captured
   * @param from the From field and the reverse-path
   */
  record Sender(User user, ComposedAddress from) {}

  /**
   * A caller with a user's password sends as that user, from whatever address the policy allows.
   * With the token, mail is sent on behalf of the user who has the address.
   *
   * @throws ApiException 422 with the field
   */
  static Sender of(Caller caller, Optional<String> written, Directory directory) {
    var from = written.map(text -> ComposedAddress.one("from", text));
    return switch (caller) {
      case Caller.Owner(var user) ->
          new Sender(user, named(from.orElseGet(() -> address(user.address())), user));
      case Caller.Operator() -> {
        var address = from.orElseGet(() -> address(standard(directory)));
        var user = owner(address.mailbox(), directory);
        yield new Sender(user, named(address, user));
      }
      case Caller.Anonymous() -> throw ApiException.forbidden("Credentials are needed.");
    };
  }

  private static Mailbox standard(Directory directory) {
    var domains = directory.domains();
    if (domains.size() != 1) {
      throw ApiException.unprocessable(
          "from", "There are %d domains here: say who sends it.".formatted(domains.size()));
    }
    return new Mailbox(DEFAULT_LOCAL_PART, domains.iterator().next().domain());
  }

  private static User owner(Mailbox address, Directory directory) {
    return directory
        .owner(address)
        .orElseThrow(
            () ->
                ApiException.unprocessable(
                    "from",
                    "%s is no user's address: use a MailUser's, or declare one."
                        .formatted(address)));
  }

  private static ComposedAddress address(Mailbox mailbox) {
    return ComposedAddress.one("from", mailbox.toString());
  }

  /** The user's display name, where the request gives none. */
  private static ComposedAddress named(ComposedAddress from, User user) {
    if (from.shown().getPersonal() != null || user.displayName().isEmpty()) {
      return from;
    }
    try {
      var named = new InternetAddress(from.shown().getAddress(), user.displayName().get(), "UTF-8");
      return new ComposedAddress(from.mailbox(), named);
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError("every Java platform has UTF-8", e);
    }
  }
}
