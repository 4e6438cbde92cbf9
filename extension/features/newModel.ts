/** A first model to play with: small, complete, and without a file to load. */
import * as vscode from "vscode";

const firstModel = `import { nn, F, type Tensor } from "tensorglass";

class Net extends nn.Module {
  conv1 = new nn.Conv2d(1, 8, 3);
  pool = new nn.MaxPool2d(2);
  fc1 = new nn.Linear(1352, 10);

  /** @input x [B=1, 1, 28, 28] float32 */
  forward(x: Tensor) {
    x = this.pool(F.relu(this.conv1(x)));
    x = x.flatten(1);
    return F.logSoftmax(this.fc1(x), 1);
  }
}
`;

export async function newModel(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "typescript", content: firstModel });
  await vscode.window.showTextDocument(document);
}
