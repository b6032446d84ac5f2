package io.mailhelm.compiler;

import io.mailhelm.compiler.read.Resources;
import io.mailhelm.config.Adopt;
import io.mailhelm.config.Mailbox;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserSpec;
import io.mailhelm.crds.MailboxesSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether users take up the closed mailbox of their address. The servers know which closed
 * mailboxes exist. What they cannot know is decided here: an address that two existing users
 * declare is not taken up, because one of them may only seem to be gone.
 */
public final class Readoption {
  private final Resources resources;
  private final Map<Mailbox, Integer> living = new HashMap<>();

  Readoption(Resources resources) {
    this.resources = resources;
    for (var user : resources.users()) {
      if (!Seniority.isGoing(user)) {
        Requirements.address(user, resources.domains())
            .ifPresent(address -> living.merge(address, 1, Integer::sum));
      }
    }
  }

  /** When a user takes up the closed mailbox of its address. */
  Adopt of(MailUser user, Mailbox address) {
    return living.getOrDefault(address, 0) > 1
        ? Adopt.None
        : Hostnames.find(resources.domains(), user, user.getSpec().domainRef().name())
            .map(domain -> declared(user, domain))
            .orElse(Adopt.None);
  }

  /** The declaration of a user and of its MailDomain. */
  public static Adopt declared(MailUser user, MailDomain domain) {
    return switch (user.getSpec().adopt()) {
      case MailUserSpec.Adopt.Address -> Adopt.Always;
      case MailUserSpec.Adopt.None -> Adopt.None;
      case null ->
          Optional.ofNullable(domain.getSpec().mailboxes())
              .map(MailboxesSpec::readopt)
              .filter(MailboxesSpec.Readopt.Never::equals)
              .map(never -> Adopt.None)
              .orElse(Adopt.WhenNew);
    };
  }
}
