package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A person or program with a mailbox and a login.
 *
 * @param resource the MailUser it was compiled from
 * @param mailboxId the id of the stored mail: the resource's UID, or the address on a laptop
 * @param address the login and first address, canonical
 * @param displayName for the mail API's From
 * @param verifier the verifier of the password
 * @param aliases further addresses, canonical, sorted
 * @param sendPolicy {@code metadata.name} of the policy that governs this user; empty: {@link
 *     SendPolicy#DEFAULT}
 * @param quota of the mailbox
 * @param suspended whether it may not log in or send; it still receives
 * @param deletionPolicy what happens to the mail when the resource is deleted
 * @param adopt whether it takes up the closed mailbox of its address
 */
public record User(
    ResourceRef resource,
    String mailboxId,
    Mailbox address,
    Optional<String> displayName,
    ScramVerifier verifier,
    List<Mailbox> aliases,
    Optional<String> sendPolicy,
    Quota quota,
    boolean suspended,
    DeletionPolicy deletionPolicy,
    Adopt adopt) {
  public User {
    Objects.requireNonNull(resource);
    Objects.requireNonNull(mailboxId);
    Objects.requireNonNull(address);
    Objects.requireNonNull(displayName);
    Objects.requireNonNull(verifier);
    Objects.requireNonNull(sendPolicy);
    Objects.requireNonNull(quota);
    Objects.requireNonNull(deletionPolicy);
    aliases = aliases.stream().sorted().toList();
    adopt = Objects.requireNonNullElse(adopt, Adopt.None); // before format 5
  }

  /** The same with other aliases. */
  public User withAliases(List<Mailbox> others) {
    return new User(
        resource,
        mailboxId,
        address,
        displayName,
        verifier,
        others,
        sendPolicy,
        quota,
        suspended,
        deletionPolicy,
        adopt);
  }
}
