package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormerFormatTest {
  /** As version 1 wrote it. */
  private static final String INDEX =
      """
      {"domains":[{"catchAll":null,"domain":"example.com","hostname":"mail.example.com",\
      "name":"example-com","outbound":"Capture","postmaster":null,"subaddressing":true,\
      "tlsKey":"tls/example-com"}],"format":1,"sendPolicies":[{"allow":[],"allowedClients":[],\
      "domain":"example-com","from":"OwnDomain","name":"policy","suspended":false}],"server":\
      {"domain":"example-com","drainTimeout":"PT5M","hostname":"mail.example.com","limits":\
      {"authFailureWindow":"PT15M","authFailuresPerAccount":10,"authFailuresPerAddress":30,\
      "commandTimeout":"PT5M","connections":10000,"connectionsPerAddress":200,\
      "dataTimeout":"PT10M","errors":20,"messageSize":26214400,"recipients":100,\
      "sessionTimeout":"PT1H"},"listeners":[],"mailApi":{"address":"127.0.0.1","allowedCidrs":[],\
      "port":3000},"management":{"address":"127.0.0.1","allowedCidrs":[],"port":3001},\
      "relayFrom":[]},"shards":{"keys-03":"%s"}}\
      """;

  private static final String KEYS =
      """
      [{"certificates":"chain","name":"tls/example-com","privateKey":"key"}]\
      """;

  private static ConfigDocument written() {
    var keys = KEYS.getBytes(StandardCharsets.UTF_8);
    var parts = new TreeMap<String, byte[]>();
    parts.put("keys-03", CanonicalJson.gzip(keys));
    parts.put(
        ConfigDocument.INDEX,
        INDEX.formatted(CanonicalJson.sha256(keys)).getBytes(StandardCharsets.UTF_8));
    return new ConfigDocument(parts);
  }

  @Test
  void whatVersionOneWroteIsReadAsSayingNothingOfSending() {
    var config = written().config();

    assertThat(config.server().limits()).isEqualTo(ServerLimits.DEFAULT);
    assertThat(config.server().resolvers()).isEmpty();
    assertThat(config.server().trustedCertificates()).isEmpty();
    assertThat(config.domains().getFirst().dkim()).isEmpty();
    assertThat(config.sendPolicies().getFirst().routes()).isEmpty();
    assertThat(config.sendPolicies().getFirst().delivery()).isEqualTo(DeliveryRules.DEFAULT);
    assertThat(config.keys()).containsExactly(new KeyPem("tls/example-com", "chain", "key"));
    assertThat(config.credentials()).isEmpty();
  }

  @Test
  void whatWasReadIsWrittenInTheFormOfNow() {
    var config = written().config();

    assertThat(ConfigDocument.of(config).config()).isEqualTo(config);
    assertThat(ConfigDocument.FORMATS)
        .as("every one that was ever written: pods of a newer version begin with what is there")
        .isEqualTo(IntStream.rangeClosed(1, ConfigDocument.FORMAT).boxed().toList());
  }

  @Test
  void aDocumentSaysItsFormatWhereverItIsFrom() {
    assertThat(written().format()).isEqualTo(1);
    assertThat(ConfigDocument.of(written().config()).format()).isEqualTo(ConfigDocument.FORMAT);
    assertThat(index("{\"format\": 77, \"other\": []}").format()).isEqualTo(77);
    for (var broken : List.of("nonsense", "{}", "{\"format\": 0}", "{\"format\": -1}")) {
      assertThatThrownBy(() -> index(broken).format()).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static ConfigDocument index(String text) {
    var parts = new TreeMap<String, byte[]>();
    parts.put(ConfigDocument.INDEX, text.getBytes(StandardCharsets.UTF_8));
    return new ConfigDocument(parts);
  }

  @Test
  void crashWhileTheNewFormWasWrittenStillSaysWhatWasThere() {
    var former = written();
    var parts = new TreeMap<>(former.parts());
    parts.put("keys-03", ConfigDocument.of(former.config()).parts().get("keys-03"));

    assertThat(new ConfigDocument(parts).mixed()).isEqualTo(former.config());
  }

  @Test
  void shardsThatKnewNoClosedMailboxesAndNoDecoysAreRead() {
    var shard =
        CanonicalJson.read(
            "{\"tombstones\":[],\"users\":[]}".getBytes(StandardCharsets.UTF_8),
            new TypeReference<UserShard>() {});
    var keys =
        CanonicalJson.read(
            "{\"credentials\":[],\"keys\":[]}".getBytes(StandardCharsets.UTF_8),
            new TypeReference<KeyShard>() {});

    assertThat(shard.closed()).isEmpty();
    assertThat(keys.decoyKey()).isEmpty();
  }
}
