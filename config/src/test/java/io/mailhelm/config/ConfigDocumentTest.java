package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {
  private final ServerConfig config = Samples.config(Samples.users(300));
  private final ConfigDocument document = ConfigDocument.of(config);

  @Test
  void whatIsSplitJoinsToTheSame() {
    assertThat(document.config()).isEqualTo(config);
  }

  @Test
  void equalConfigsGiveEqualBytesInWhateverOrder() {
    var shuffled = new ArrayList<>(config.users());
    Collections.shuffle(shuffled, new Random(1));
    var other = ConfigDocument.of(Samples.config(shuffled));

    assertThat(other.hash()).isEqualTo(document.hash());
    assertThat(other.parts().keySet()).isEqualTo(document.parts().keySet());
    other.parts().forEach((name, bytes) -> assertThat(document.parts().get(name)).isEqualTo(bytes));
  }

  @Test
  void anyChangeChangesTheHash() {
    assertThat(ConfigDocument.of(Samples.config(Samples.users(299))).hash())
        .isNotEqualTo(document.hash());
  }

  @Test
  void oneUsersChangeRewritesOneShardAndTheIndex() {
    var users = new ArrayList<>(config.users());
    var changed = users.get(7);
    users.set(
        7,
        new User(
            changed.resource(),
            changed.mailboxId(),
            changed.address(),
            changed.displayName(),
            Samples.verifier(999),
            changed.aliases(),
            changed.sendPolicy(),
            changed.quota(),
            true,
            changed.deletionPolicy(),
            Adopt.None));

    var after = ConfigDocument.of(Samples.config(users));

    assertThat(after.parts().keySet()).isEqualTo(document.parts().keySet());
    assertThat(after.parts().keySet())
        .filteredOn(name -> !Arrays.equals(after.parts().get(name), document.parts().get(name)))
        .containsExactlyInAnyOrder(ConfigDocument.INDEX, ConfigDocument.shardOf(changed.address()));
  }

  @Test
  void shardOfAnAddressNeverChanges() {
    assertThat(ConfigDocument.shardOf(Mailbox.of("alice@example.com"))).isEqualTo("13");
    assertThat(DocumentWriter.keyShardOf("tls/example-com")).isEqualTo("keys-03");
  }

  @Test
  void usersSpreadOverTheShards() {
    assertThat(ConfigDocument.of(Samples.config(Samples.users(2_000))).parts())
        .hasSize(ConfigDocument.SHARDS + 3); // the index, and keys of two names
  }

  @Test
  void setWithoutAShardIsIncomplete() {
    for (var name : document.parts().keySet()) {
      var parts = new TreeMap<>(document.parts());
      parts.remove(name);

      assertThatThrownBy(() -> new ConfigDocument(parts).config())
          .as(name)
          .isInstanceOf(IncompleteDocumentException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void setOfTwoVersionsIsIncomplete() {
    var other = ConfigDocument.of(Samples.config(Samples.users(299)));
    var changed = ConfigDocument.shardOf(Samples.user(299).address());
    var parts = new TreeMap<>(document.parts());
    parts.put(changed, other.parts().get(changed));

    assertThatThrownBy(() -> new ConfigDocument(parts).config())
        .isInstanceOf(IncompleteDocumentException.class)
        .hasMessageContaining("shard " + changed);
  }

  @Test
  void shardThatIsCutOffIsIncomplete() {
    var parts = new TreeMap<>(document.parts());
    parts.replaceAll(
        (name, bytes) ->
            name.equals(ConfigDocument.INDEX) ? bytes : Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> new ConfigDocument(parts).config())
        .isInstanceOf(IncompleteDocumentException.class);
  }

  @Test
  void formatOfALaterVersionIsRefusedByName() {
    var parts = new TreeMap<>(document.parts());
    var index = new String(parts.get(ConfigDocument.INDEX), StandardCharsets.UTF_8);
    parts.put(
        ConfigDocument.INDEX,
        index
            .replace("\"format\":" + ConfigDocument.FORMAT, "\"format\":99")
            .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> new ConfigDocument(parts).config())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format 99");
  }

  @Test
  void fieldsOfALaterVersionAreReadOver() {
    var parts = new TreeMap<>(document.parts());
    var index = new String(parts.get(ConfigDocument.INDEX), StandardCharsets.UTF_8);
    parts.put(
        ConfigDocument.INDEX,
        index
            .replace("{\"domains\"", "{\"brandNew\":1,\"domains\"")
            .getBytes(StandardCharsets.UTF_8));

    assertThat(new ConfigDocument(parts).config()).isEqualTo(config);
  }

  @Test
  void everyPartHasOneOfTheNamesThereAre() {
    assertThat(ConfigDocument.names())
        .hasSize(81)
        .doesNotHaveDuplicates()
        .startsWith("index", "00")
        .endsWith("keys-15")
        .containsAll(document.parts().keySet());
  }

  @Test
  void privateKeysAndLoginsAreInKeyShardsOnly() {
    assertThat(document.config().keys()).isNotEmpty();
    assertThat(document.config().credentials()).isNotEmpty();
    document
        .parts()
        .forEach(
            (name, bytes) -> {
              var json =
                  new String(
                      name.equals(ConfigDocument.INDEX) ? bytes : CanonicalJson.gunzip(bytes),
                      StandardCharsets.UTF_8);
              if (!name.startsWith("keys-")) {
                assertThat(json).as(name).doesNotContain("BEGIN PRIVATE KEY", Samples.PASSWORD);
              }
            });
  }

  @Test
  void noSecretShowsWhenAConfigIsPrinted() {
    var verifier = new ScramVerifier(new byte[16], 4096, new byte[32], new byte[32]);

    assertThat(config.toString())
        .doesNotContain("BEGIN", Samples.PASSWORD)
        .contains("KeyPem[tls/example-com]", "RelayCredential[relay/smarthost]");
    assertThat(verifier).hasToString("ScramVerifier[iterations=4096]");
    assertThat(config.users().getFirst().toString()).contains("ScramVerifier[iterations=4096]");
  }

  @Test
  void mixOfTwoDocumentsIsNotRunAndStillSaysWhatItsPartsSay() {
    var users = new ArrayList<>(config.users());
    var gone = users.remove(7);
    var shard = ConfigDocument.shardOf(gone.address());
    var parts = new TreeMap<>(document.parts());
    parts.put(shard, ConfigDocument.of(Samples.config(users)).parts().get(shard));
    var mixed = new ConfigDocument(parts);

    assertThatThrownBy(mixed::config).isInstanceOf(IncompleteDocumentException.class);
    assertThat(mixed.mixed()).isEqualTo(Samples.config(users));
  }

  @Test
  void storesThatPodsHadMailInTravelAndAreAbsentWhereThereAreNone() {
    var first = new ExpectedStore("d-smtp-0", "a", true);
    var two = List.of(new ExpectedStore("d-smtp-1", "b", false), first);

    var travelled = ConfigDocument.of(config.withStores(two)).config();

    assertThat(travelled).isEqualTo(config.withStores(two.reversed()));
    assertThat(travelled.storeOf("d-smtp-0")).contains(first);
    assertThat(travelled.storeOf("d-smtp-2")).isEmpty();
    assertThat(new String(document.parts().get(ConfigDocument.INDEX), StandardCharsets.UTF_8))
        .doesNotContain("stores");
  }

  @Test
  void tenThousandMailboxesToRemoveFitIntoParts() {
    var one = Samples.config(Samples.users(0));
    var tombstones =
        Samples.users(10_000).stream()
            .map(user -> new Tombstone(UUID.randomUUID().toString(), user.address()))
            .toList();
    var config =
        new ServerConfig(
            one.server(),
            one.domains(),
            List.of(),
            one.sendPolicies(),
            tombstones,
            one.keys(),
            one.credentials());

    var parts = ConfigDocument.of(config).parts();

    assertThat(parts.values()).allSatisfy(part -> assertThat(part.length).isLessThan(100_000));
    assertThat(new ConfigDocument(parts).config()).isEqualTo(config);
  }
}
