package io.mailhelm.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredMetadataTest {
  private final KubernetesSerialization client =
      new KubernetesSerialization(new ObjectMapper().registerModule(new DeclaredMetadata()), true);

  private static String resource(String apiVersion, String kind, String annotations) {
    return """
        {"apiVersion": "%s", "kind": "%s",
         "metadata": {
           "name": "alice", "namespace": "mail", "uid": "u1", "resourceVersion": "7",
           "labels": {"team": "blue"}, "finalizers": ["mailhelm.io/mailuser", "other/one"],
           "annotations": %s,
           "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "u2"}],
           "managedFields": [{"manager": "kubectl", "operation": "Apply"}]}}
        """
        .formatted(apiVersion, kind, annotations);
  }

  private static String ours(String kind) {
    return resource(
        "mailhelm.io/v1alpha1",
        kind,
        "{\"mailhelm.io/adopt\": \"u0\", \"theirs\": \"%1$s\", \"mailhelm.io/long\": \"%1$s\"}"
            .formatted("x".repeat(200_000)));
  }

  private static void isPruned(ObjectMeta metadata) {
    assertThat(metadata.getAnnotations()).isEqualTo(Map.of("mailhelm.io/adopt", "u0"));
    assertThat(metadata.getManagedFields()).isEmpty();
    assertThat(metadata.getOwnerReferences()).isEmpty();
    assertThat(metadata.getName() + metadata.getUid() + metadata.getResourceVersion())
        .isEqualTo("aliceu17");
    assertThat(metadata.getLabels()).isEqualTo(Map.of("team", "blue"));
    assertThat(metadata.getFinalizers()).containsExactly("mailhelm.io/mailuser", "other/one");
  }

  @Test
  void ofWhatIsDeclaredOnlyWhatMeansSomethingIsRead() {
    for (var kind : List.of(MailDomain.class, MailUser.class, SendPolicy.class)) {
      isPruned(((HasMetadata) client.unmarshal(ours(kind.getSimpleName()), kind)).getMetadata());
    }
  }

  /** As informers list and watch. */
  @Test
  void whateverItIsReadIn() {
    var list = client.unmarshal("{\"items\": [%s]}".formatted(ours("MailUser")), UserList.class);
    isPruned(list.getItems().getFirst().getMetadata());

    var event =
        client.unmarshal(
            "{\"type\": \"ADDED\", \"object\": %s}".formatted(ours("MailUser")), WatchEvent.class);
    isPruned(client.convertValue(event.getObject(), MailUser.class).getMetadata());
  }

  private static final class UserList extends DefaultKubernetesResourceList<MailUser> {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void ownAnnotationsAreBoundedToo() {
    var many = new StringBuilder();
    for (int i = 100; i < 1_000; i++) {
      many.append(many.isEmpty() ? "" : ",").append("\"mailhelm.io/%d\": \"\"".formatted(i));
    }
    var user =
        client.unmarshal(
            resource("mailhelm.io/v1alpha1", "MailUser", "{%s}".formatted(many)), MailUser.class);

    assertThat(user.getMetadata().getAnnotations()).hasSize(32);
  }

  @Test
  void otherObjectsAreReadAsTheyAre() {
    var pod = client.unmarshal(resource("v1", "Pod", "{\"theirs\": \"x\"}"), Pod.class);

    assertThat(pod.getMetadata().getAnnotations()).containsKey("theirs");
    assertThat(pod.getMetadata().getManagedFields()).hasSize(1);
    assertThat(pod.getMetadata().getOwnerReferences()).hasSize(1);
  }
}
