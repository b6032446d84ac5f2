package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.Quantity;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.Reason;
import io.mailhelm.config.User;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SchemaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compiles one MailUser into a user; conflicts over its addresses are decided later. */
final class UserPass {
  private final CompilerInput input;
  private final LastGood lastGood;
  private final Problems problems;
  private final RunningDomains domains;
  private final GoverningPolicy governing;
  private final Adoptions adoptions;
  private final Readoption readoption;
  private final References references;

  UserPass(
      CompilerInput input,
      LastGood lastGood,
      Problems problems,
      RunningDomains domains,
      GoverningPolicy governing,
      Adoptions adoptions) {
    this.input = input;
    this.lastGood = lastGood;
    this.problems = problems;
    this.domains = domains;
    this.governing = governing;
    this.adoptions = adoptions;
    this.readoption = new Readoption(input.resources());
    this.references = new References(input, problems);
  }

  /** The user, or empty when it is refused. */
  Optional<User> compile(MailUser resource) {
    CrossFieldRules.check(resource, problems);
    NotActedOn.check(resource, input.platform(), problems);
    adoptions.check(resource, problems);
    var credentials = PasswordSource.of(resource);
    var path = "spec.domainRef.name";
    var name = resource.getSpec().domainRef().name();
    var domain = domains.named(resource, name);
    if (domain.isEmpty()) {
      references.missing(resource, path, "MailDomain", name, Reason.DomainNotFound);
      if (!credentials.generated()) { // else none is made before there is an address
        credentials.check(resource, input, problems);
      }
      return Optional.empty();
    }
    var policy = governing.policy(resource);
    var address = address(resource, domain.get());
    if (!credentials.generated() || credentials.isThere(input)) {
      credentials.check(resource, input, problems);
    } else if (references.isRefused(resource, "MailDomain", name)) {
      references.refused(resource, path, "MailDomain", name);
    } else if (address.isPresent()) {
      credentials.check(resource, input, problems);
    }
    return address
        .flatMap(at -> user(resource, domain.get(), at, policy))
        .filter(user -> !problems.refused(resource));
  }

  private Optional<User> user(
      MailUser resource, Domain domain, Mailbox address, Optional<String> policy) {
    var spec = resource.getSpec();
    var fields = new SpecFields(resource, problems);
    unchanged(resource, address);
    var aliases = aliases(resource, domain, address, fields);
    var quota =
        new Quota(
            fields.octets(
                "spec.quota.storage",
                Objects.requireNonNullElse(spec.quota().storage(), new Quantity("1Gi")),
                0),
            spec.quota().messages());
    var ref = ResourceReader.ref(resource);
    var known = Optional.ofNullable(input.verifiers().get(ref));
    if (known.isEmpty() && !problems.refused(ref)) {
      var name = spec.domainRef().name();
      if (references.isRefused(resource, "MailDomain", name)) {
        // nobody could make a verifier: the address it is for comes of the domain that is declared
        references.refused(resource, "spec.domainRef.name", "MailDomain", name);
      } else {
        PasswordSource.of(resource).unusable(resource, problems);
      }
    }
    return known.map(
        verifier ->
            new User(
                ref,
                adoptions.mailbox(resource, address),
                address,
                Optional.ofNullable(spec.displayName()),
                verifier,
                aliases,
                policy,
                quota,
                spec.suspended(),
                DeletionPolicy.valueOf(spec.deletionPolicy().name()),
                readoption.of(resource, address)));
  }

  private Optional<Mailbox> address(MailUser resource, Domain domain) {
    try {
      return Optional.of(
          LocalPartRules.mailbox(LocalPartRules.localPart(resource), domain.domain()));
    } catch (IllegalArgumentException e) {
      problems.error(
          resource, Reason.InvalidValue, LocalPartRules.localPartPath(resource), e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Mailbox> aliases(
      MailUser resource, Domain domain, Mailbox address, SpecFields fields) {
    var aliases = new ArrayList<Mailbox>();
    var declared = LocalPartRules.aliases(resource);
    for (int i = 0; i < declared.size(); i++) {
      try {
        var alias = LocalPartRules.mailbox(declared.get(i), domain.domain());
        if (alias.equals(address) || aliases.contains(alias)) {
          fields.invalid("spec.aliases[%d]".formatted(i), alias + " is there twice: remove it");
        }
        aliases.add(alias);
      } catch (IllegalArgumentException e) {
        fields.invalid("spec.aliases[%d]".formatted(i), e.getMessage());
      }
    }
    return aliases;
  }

  private void unchanged(MailUser resource, Mailbox address) {
    var good = lastGood.user(ResourceReader.ref(resource));
    if (good.isEmpty() || good.get().address().equals(address)) {
      return;
    }
    // In a cluster another UID is another resource, which may have another address.
    if (input.platform() == Platform.CLUSTER
        && !good.get().mailboxId().equals(adoptions.mailbox(resource, address))) {
      return;
    }
    var domainToo = !good.get().address().domain().equals(address.domain());
    problems.error(
        resource,
        Reason.ImmutableField,
        domainToo ? "spec.domainRef.name" : LocalPartRules.localPartPath(resource),
        "%s (the address is %s)"
            .formatted(
                domainToo ? SchemaRules.DOMAIN_REF_FIXED : SchemaRules.LOCAL_PART_FIXED,
                good.get().address()));
  }
}
