import { Kbd, Modal, Switch } from '@mantine/core'
import { shortcutsOn } from '../base/preferences.ts'
import { useActiveShortcuts } from '../base/shortcuts.ts'

/** Every key that does something here, and the switch for all of them. */
export function Help({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const shortcuts = useActiveShortcuts()
  const on = shortcutsOn.use() === 'on'
  const distinct = [...new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut])).values()]
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" size="lg">
      <div className="stack">
        <Switch
          label="Single keys are commands"
          description="Switch it off if you dictate or if keys are pressed by mistake. Ctrl K, Tab and the arrow keys always work."
          checked={on}
          onChange={(event) => shortcutsOn.set(event.currentTarget.checked ? 'on' : 'off')}
        />
        <table className="plain-table">
          <tbody>
            <tr>
              <th scope="row">
                <Kbd>Ctrl</Kbd> <Kbd>K</Kbd> or <Kbd>⌘</Kbd> <Kbd>K</Kbd>
              </th>
              <td>Search and go anywhere</td>
            </tr>
            {distinct.map(({ keys, does }) => (
              <tr key={keys} className={on ? '' : 'faint'}>
                <th scope="row">
                  {keys.split(' ').map((key, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, and they never move
                    <span key={index}>
                      {index > 0 && ' then '}
                      <Kbd>{key}</Kbd>
                    </span>
                  ))}
                </th>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  )
}
