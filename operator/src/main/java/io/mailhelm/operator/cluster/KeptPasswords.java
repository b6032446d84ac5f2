package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.compiler.Readoption;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.config.Adopt;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.operator.desired.UserSecret;
import java.util.List;

/** Decides whether a new user takes up the generated password that was kept of a deleted one. */
public final class KeptPasswords {
  private KeptPasswords() {}

  /**
   * Whether a user takes up the Secret of its name: it was kept of a user with the same address in
   * the same MailDomain, and the mail would be taken up too.
   *
   * @param domain the user's
   */
  public static boolean isTakenUp(Secret secret, MailUser user, MailDomain domain) {
    return Readoption.declared(user, domain) != Adopt.None
        && Requirements.address(user, List.of(domain))
            .filter(address -> UserSecret.isKeptOf(secret, domain, address))
            .isPresent();
  }
}
