import { ActionIcon, Menu } from '@mantine/core'
import IconUserCircle from '@tabler/icons-react/icons/IconUserCircle'
import { useNavigate } from '@tanstack/react-router'
import { useSession } from '../api/session.ts'
import { signOut } from '../api/sign-in.ts'

/** Who is signed in, and the way out. */
export function Person() {
  const { user } = useSession()
  const navigate = useNavigate()
  if (!user) return null
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${user.name}, ${user.role}`}>
          <IconUserCircle size={22} stroke={1.7} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name} · {user.role}
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/settings', search: { part: 'account' } })}>My account and second factors</Menu.Item>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
