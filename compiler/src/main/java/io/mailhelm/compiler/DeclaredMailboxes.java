package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.Resources;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.LocalPart;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves fields of a MailDomain that name a mailbox, by the local parts that MailUsers declare.
 */
final class DeclaredMailboxes {
  private final Map<String, Set<String>> localParts = new HashMap<>();
  private final Set<ResourceRef> declared = new HashSet<>();
  private final boolean isIncomplete;
  private final LastGood lastGood;
  private final Problems problems;

  DeclaredMailboxes(Resources resources, LastGood lastGood, Problems problems) {
    this.isIncomplete = resources.incomplete();
    this.lastGood = lastGood;
    this.problems = problems;
    for (var user : resources.users()) {
      declared.add(ResourceReader.ref(user));
      var names = new ArrayList<>(LocalPartRules.aliases(user));
      names.add(LocalPartRules.localPart(user));
      var domain = ResourceReader.ref(user).namespace() + "/" + user.getSpec().domainRef().name();
      names.forEach(
          name ->
              localParts
                  .computeIfAbsent(domain, key -> new HashSet<>())
                  .add(LocalPart.canonical(name)));
    }
  }

  /**
   * The mailbox that a field names, as {@code alice} or {@code alice@example.com}. A refused user
   * still counts: the domain is not at fault.
   *
   * @param text null where nothing is declared
   */
  Optional<Mailbox> reference(MailDomain resource, String field, String text, DomainName domain) {
    if (text == null) {
      return Optional.empty();
    }
    var path = "spec.mailboxes." + field;
    try {
      var named = text.contains("@") ? Mailbox.of(text) : new Mailbox(text, domain);
      var mailbox = LocalPartRules.mailbox(named.localPart(), named.domain());
      if (mailbox.domain().equals(domain) && isDeclared(resource, mailbox)) {
        return Optional.of(mailbox);
      }
      problems.error(
          resource,
          mayBeRefused(resource) ? Reason.ReferenceRefused : Reason.InvalidValue,
          path,
          "no MailUser of this domain has the address or alias %s: declare one, or name another"
              .formatted(mailbox));
    } catch (IllegalArgumentException e) {
      problems.error(resource, Reason.InvalidValue, path, e.getMessage());
    }
    return Optional.empty();
  }

  /** Whether the mailbox may be of a MailUser that cannot be read, which is reported itself. */
  private boolean mayBeRefused(MailDomain resource) {
    return isIncomplete
        || problems
            .refusedOf("MailUser")
            .filter(user -> user.namespace().equals(ResourceReader.ref(resource).namespace()))
            .anyMatch(user -> !declared.contains(user));
  }

  private boolean isDeclared(MailDomain resource, Mailbox mailbox) {
    var ref = ResourceReader.ref(resource);
    return localParts
            .getOrDefault(ref.namespace() + "/" + ref.name(), Set.of())
            .contains(mailbox.localPart())
        || lastGood.holder(mailbox).map(user -> problems.refused(user.resource())).orElse(false);
  }
}
