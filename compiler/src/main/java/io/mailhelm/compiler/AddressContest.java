package io.mailhelm.compiler;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.User;
import io.mailhelm.crds.MailUser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which user has an address that several claim: the senior one; on a laptop, the one that
 * has it in the config that runs. The loser is refused, and keeps what is left of its last good
 * fragment.
 */
final class AddressContest {
  private final LastGood lastGood;
  private final Problems problems;
  private final Platform platform;
  private final Map<ResourceRef, Claim> claims = new HashMap<>();

  AddressContest(LastGood lastGood, Problems problems, Platform platform) {
    this.lastGood = lastGood;
    this.problems = problems;
    this.platform = platform;
  }

  /**
   * A user's claim to its addresses.
   *
   * @param resource empty for a last good fragment
   * @param created when its resource was created; empty when that is unknown
   */
  private record Claim(User user, Optional<MailUser> resource, String created) {
    List<Mailbox> addresses() {
      var addresses = new ArrayList<>(user.aliases());
      addresses.addFirst(user.address());
      return addresses;
    }
  }

  void claim(User user, MailUser resource) {
    claims.put(
        user.resource(), new Claim(user, Optional.of(resource), Seniority.created(resource)));
  }

  void keep(User good, String created) {
    claims.put(good.resource(), new Claim(good, Optional.empty(), created));
  }

  /** All users, with the addresses that they keep. */
  List<User> settle() {
    var byAddress = new HashMap<Mailbox, List<Claim>>();
    for (var claim : claims.values()) {
      for (var address : claim.addresses()) {
        byAddress.computeIfAbsent(address, key -> new ArrayList<>(1)).add(claim);
      }
    }
    var holders = new HashMap<Mailbox, Claim>();
    byAddress.forEach(
        (address, claimants) ->
            holders.put(
                address,
                claimants.size() == 1
                    ? claimants.getFirst()
                    : claimants.stream().min(seniority(address)).orElseThrow()));
    var settled = new ArrayList<User>();
    var losers = new ArrayList<Claim>();
    for (var claim : claims.values()) {
      if (claim.addresses().stream().allMatch(address -> holders.get(address).equals(claim))) {
        settled.add(claim.user());
      } else {
        losers.add(claim);
      }
    }
    var taken = new HashMap<Mailbox, User>();
    settled.forEach(user -> addressesOf(user).forEach(address -> taken.put(address, user)));
    losers.sort(Comparator.comparing(claim -> claim.user().resource()));
    for (var loser : losers) {
      loser.resource().ifPresent(resource -> report(resource, loser, holders));
      fallback(loser, taken)
          .ifPresent(
              user -> {
                settled.add(user);
                addressesOf(user).forEach(address -> taken.put(address, user));
              });
    }
    return settled;
  }

  private Comparator<Claim> seniority(Mailbox address) {
    Comparator<Claim> byAge =
        switch (platform) {
          case CLUSTER -> Comparator.comparing(Claim::created);
          case LAPTOP ->
              Comparator.comparing(
                  claim ->
                      lastGood
                          .holder(address)
                          .filter(good -> good.resource().equals(claim.user().resource()))
                          .isEmpty());
        };
    return byAge.thenComparing(claim -> claim.user().resource());
  }

  private void report(MailUser resource, Claim loser, Map<Mailbox, Claim> holders) {
    var declared = LocalPartRules.aliases(resource);
    for (var address : loser.addresses()) {
      var holder = holders.get(address);
      if (holder.equals(loser)) {
        continue;
      }
      var path = LocalPartRules.localPartPath(resource);
      for (int i = 0; i < declared.size(); i++) {
        if (LocalPartRules.mailbox(declared.get(i), address.domain()).equals(address)) {
          path = "spec.aliases[%d]".formatted(i);
        }
      }
      problems.error(
          resource,
          Reason.AddressConflict,
          path,
          "%s is already %s's: choose another".formatted(address, holder.user().resource()));
    }
  }

  /**
   * The rest of the loser's last good fragment, without addresses that others have; empty if its
   * first address is among those.
   */
  private Optional<User> fallback(Claim loser, Map<Mailbox, User> taken) {
    return lastGood
        .user(loser.user().resource())
        .filter(good -> !taken.containsKey(good.address()))
        .map(
            good ->
                good.withAliases(
                    good.aliases().stream().filter(alias -> !taken.containsKey(alias)).toList()));
  }

  private static List<Mailbox> addressesOf(User user) {
    var addresses = new ArrayList<>(user.aliases());
    addresses.add(user.address());
    return addresses;
  }
}
