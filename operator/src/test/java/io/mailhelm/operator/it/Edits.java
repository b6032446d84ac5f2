package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.function.UnaryOperator;

/**
 * {@code kubectl edit} of what the operator or the played node write too.
 *
 * <p>The client's own {@code edit} sends the version it has read, and fails with 409 if somebody
 * else was faster. Here what is there then is read and changed again, as a person would do it.
 */
final class Edits {
  private static final int TRIES = 50;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final KubeApi api;

  Edits(KubeApi api) {
    this.api = api;
  }

  /** Changes metadata and spec. Fails if the resource is not there. */
  <T extends HasMetadata> void edit(Class<T> kind, String name, UnaryOperator<T> change) {
    again(() -> named(kind, name).edit(change));
  }

  /** Changes the status. Fails if the resource is not there. */
  <T extends HasMetadata> void editStatus(Class<T> kind, String name, UnaryOperator<T> change) {
    again(() -> named(kind, name).editStatus(change));
  }

  // By name: a client's resource of an object would send the version of that object each time.
  private <T extends HasMetadata> Resource<T> named(Class<T> kind, String name) {
    return api.client().resources(kind).inNamespace(api.namespace()).withName(name);
  }

  /**
   * Whether somebody else wrote first: another version is there, or the JSON patch does not fit
   * what is there any more. What is invalid is 422 as well, and has causes.
   */
  static boolean metAnother(KubernetesClientException e) {
    return e.getCode() == CONFLICT
        || e.getCode() == UNPROCESSABLE
            && (e.getStatus() == null
                || e.getStatus().getDetails() == null
                || e.getStatus().getDetails().getCauses().isEmpty());
  }

  private static void again(Runnable write) {
    for (var tried = 1; ; tried++) {
      try {
        write.run();
        return;
      } catch (KubernetesClientException e) {
        if (!metAnother(e) || tried == TRIES) {
          throw e;
        }
      }
    }
  }
}
