import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle'
import IconDatabase from '@tabler/icons-react/icons/IconDatabase'
import IconHome from '@tabler/icons-react/icons/IconHome'
import IconPackage from '@tabler/icons-react/icons/IconPackage'
import IconSettings from '@tabler/icons-react/icons/IconSettings'
import IconShieldHalf from '@tabler/icons-react/icons/IconShieldHalf'
import IconTarget from '@tabler/icons-react/icons/IconTarget'

/** The pages of the navigation, in its order. `key` follows `g` on the keyboard. */
export const destinations = [
  { to: '/', name: 'Overview', key: 'o', icon: IconHome },
  { to: '/incidents', name: 'Incidents', key: 'i', icon: IconAlertTriangle },
  { to: '/hunt', name: 'Hunt', key: 'h', icon: IconTarget },
  { to: '/software', name: 'Software', key: 's', icon: IconPackage },
  { to: '/posture', name: 'Posture', key: 'p', icon: IconShieldHalf },
  { to: '/evidence', name: 'Evidence', key: 'e', icon: IconDatabase },
  { to: '/settings', name: 'Settings', key: ',', icon: IconSettings },
] as const
