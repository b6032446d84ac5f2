package io.mailhelm.operator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.desired.Annotations;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * All objects of a namespace as text, without what differs from one namespace, or one time, to the
 * next: equal texts, equal namespaces.
 */
final class Still {
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          MailDomain.class,
          MailUser.class,
          SendPolicy.class,
          StatefulSet.class,
          Pod.class,
          Service.class,
          PersistentVolumeClaim.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Secret.class);

  /** What the API server gives, what a hash is in, and when something was. */
  private static final Set<String> PASSING =
      Set.of(
          // hashes of what stands beside them, which has ports and names of this run
          Annotations.DECLARED,
          Annotations.TEMPLATE,
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "managedFields",
          "clusterIP",
          "clusterIPs",
          "nodePort",
          "healthCheckNodePort",
          "lastTransitionTime",
          "configHash",
          "observedSecretVersion",
          "fingerprint",
          "notAfter",
          "record",
          "keys",
          "message",
          "kubectl.kubernetes.io/last-applied-configuration",
          "mailhelm.io/generated",
          "mailhelm.io/mailuser-uid",
          "updateRevision",
          "currentRevision",
          "generateName",
          "controller-revision-hash");

  private Still() {}

  static String of(KubeApi api, String... replaced) {
    var all = new TreeMap<String, String>();
    for (var kind : KINDS) {
      for (var object :
          api.client().resources(kind).inNamespace(api.namespace()).list().getItems()) {
        all.put(object.getKind() + " " + object.getMetadata().getName(), text(object));
      }
    }
    var text = new StringBuilder();
    all.forEach((name, content) -> text.append(name).append(": ").append(content).append('\n'));
    var still = text.toString().replace(api.namespace(), "NAMESPACE");
    for (var each : replaced) {
      still = still.replace(each, "REPLACED");
    }
    return still;
  }

  private static String text(HasMetadata object) {
    ObjectNode tree = Serialization.jsonMapper().valueToTree(object);
    switch (object) {
      case Secret secret -> {
        tree.remove("data");
        tree.put(
            "data", Set.copyOf(secret.getData().keySet()).stream().sorted().toList().toString());
      }
      // What a pod is like follows from its StatefulSet.
      case Pod pod -> tree = Serialization.jsonMapper().createObjectNode();
      // Their statuses are the played node's.
      case StatefulSet set -> tree.remove("status");
      case PersistentVolumeClaim claim -> tree.remove("status");
      default -> {}
    }
    settle(tree);
    return Serialization.asYaml(tree);
  }

  private static void settle(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        object.remove(PASSING);
        object.forEach(Still::settle);
      }
      case ArrayNode array -> array.forEach(Still::settle);
      default -> {}
    }
  }
}
