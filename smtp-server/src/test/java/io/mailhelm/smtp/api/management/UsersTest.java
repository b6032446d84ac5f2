package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.api.Nodes;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UsersTest {
  @Inject BoundPorts ports;
  @Inject FakeStore store;
  @Inject ApiContext node;

  private ApiClient operator;

  @BeforeEach
  void connect() {
    store.clear();
    operator = ApiClient.operator(ports.management());
  }

  @Test
  void listsEveryoneWithWhatIsStored() {
    store.put("alice@example.test", false, new Summary("", List.of(), "", ""), "twelve bytes");
    var users = operator.get("/users").json().get("users");
    assertThat(users.get(0).get("address").asText()).isEqualTo("alice@example.test");
    assertThat(users.get(0).get("policy").asText()).isEqualTo("default");
    assertThat(users.get(0).get("bytes").asInt()).isEqualTo(12);
    assertThat(users.get(0).get("messages").asInt()).isEqualTo(1);
    assertThat(users.get(3).get("suspended").asBoolean()).isTrue();
  }

  @Test
  void createsAndDeletes() {
    var body = "{\"username\":\"New@example.test\",\"password\":\"p\"}";
    var created = operator.post("/users", body);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("address").asText()).isEqualTo("new@example.test");
    assertThat(created.header("Location")).endsWith("/users/new%40example.test");
    assertThat(operator.post("/users", body).status()).isEqualTo(409);
    assertThat(operator.delete("/users/new").status()).isEqualTo(204);
    assertThat(operator.delete("/users/new@example.test").status()).isEqualTo(404);
  }

  @Test
  void keepsTheMailUnlessToldOtherwise() {
    operator.post("/users", "{\"username\":\"temp\",\"password\":\"p\"}");
    store.put("temp@example.test", false, new Summary("", List.of(), "", ""), "x");
    assertThat(operator.delete("/users/temp?mail=keep").status()).isEqualTo(204);
    assertThat(store.usage("temp@example.test").messages()).isEqualTo(1);
    operator.post("/users", "{\"username\":\"temp\",\"password\":\"p\"}");
    assertThat(operator.delete("/users/temp?mail=all").status()).isEqualTo(400);
    assertThat(operator.delete("/users/temp?mail=delete").status()).isEqualTo(204);
    assertThat(store.usage("temp@example.test").messages()).isZero();
  }

  @Test
  void namesTheFieldThatIsRefused() {
    assertField("{\"password\":\"p\"}", "username");
    assertField("{\"username\":\"x\"}", "password");
    assertField("{\"username\":\"x\",\"password\":\"\"}", "password");
    assertField("{\"username\":\"x\",\"password\":\"" + "p".repeat(257) + "\"}", "password");
    assertField("{\"username\":\"x\",\"password\":12}", "password");
    assertField("{\"username\":\"x@-\",\"password\":\"p\"}", "username");
    assertField("{\"username\":\"bad.name\",\"password\":\"p\"}", "username");
  }

  private void assertField(String body, String field) {
    var answer = operator.post("/users", body);
    assertThat(answer.status()).as(body).isEqualTo(422);
    assertThat(answer.json().get("field").asText()).isEqualTo(field);
  }

  @Test
  void saysWhereUsersAreDeclaredWhenItIsNotHere() {
    var pod = Nodes.withoutUserDirectory(node);
    var users =
        new UsersResource(pod, new Caller.Operator(), new NamedMailboxes(pod), octets -> {});
    assertThatThrownBy(() -> users.create(new NewUser("x", "p")))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.details().status()).isEqualTo(405))
        .hasMessageStartingWith("users are MailUser resources here: kubectl apply");
    assertThatThrownBy(() -> users.delete("alice", Optional.empty()))
        .hasMessageStartingWith("users are MailUser resources here: kubectl delete");
  }

  @Test
  void isForWhoeverRunsTheServer() {
    var alice = ApiClient.user(ports.management(), "alice@example.test");
    assertThat(alice.get("/users").status()).isEqualTo(403);
    assertThat(alice.post("/users", "{\"username\":\"x\",\"password\":\"p\"}").status())
        .isEqualTo(403);
    assertThat(alice.delete("/users/bob").status()).isEqualTo(403);
    assertThat(alice.get("/config").status()).isEqualTo(403);
  }
}
